import { describe, expect, it } from 'vitest';
import { chart } from '../../../bench/report/chart.ts';

const svg = chart([
  {
    title: 'Start & CPU <time>',
    bars: [
      { label: 'long', value: 4, isOurs: false },
      { label: 'half', value: 2, isOurs: true },
    ],
  },
]);

describe('the chart', () => {
  it('draws a bar as long as its value, beside the others of its panel', () => {
    const [long, half] = Array.from(svg.matchAll(/<rect [^>]*width="(\d+)"/g), ([, width]) =>
      Number(width),
    );

    expect(half).toBe((long ?? Number.NaN) / 2);
  });

  it('tells ours from the others, and has colours for light and for dark', () => {
    expect(svg.match(/class="ours"/g)).toHaveLength(1);
    expect(svg).toContain('prefers-color-scheme: dark');
  });

  it('writes text as text', () => {
    expect(svg).toContain('Start &amp; CPU &lt;time>');
    expect(svg).not.toContain('<time>');
  });
});
