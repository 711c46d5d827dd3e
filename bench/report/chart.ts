/** Bars beside each other, shortest time first or as given. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly isOurs: boolean;
}

export interface Panel {
  readonly title: string;
  readonly bars: readonly Bar[];
}

const WIDTH = 720;
const LABELS = 190;
const BAR = 18;
const GAP = 8;
const TITLE = 34;
const VALUES = 60;

/** Panels of horizontal bars as an SVG; its colours follow the reader's light or dark mode. */
export function chart(panels: readonly Panel[]): string {
  let top = 8;
  const drawn = panels.map(({ title, bars }) => {
    const longest = Math.max(...bars.map(({ value }) => value));
    const head = `<text class="title" x="0" y="${top + 16}">${escaped(title)}</text>`;
    const rows = bars.map((bar, index) => row(bar, top + TITLE + index * (BAR + GAP), longest));
    top += TITLE + bars.length * (BAR + GAP) + 14;
    return [head, ...rows].join('\n');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" role="img" aria-label="${escaped(panels.map(({ title }) => title).join('; '))}">
<style>
text { font: 13px system-ui, sans-serif; fill: #24292f; }
.title { font-weight: 600; }
.bar { fill: #8c959f; }
.ours { fill: #0969da; }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; }
.bar { fill: #6e7681; }
.ours { fill: #4493f8; }
}
</style>
${drawn.join('\n')}
</svg>
`;
}

function row({ label, value, isOurs }: Bar, y: number, longest: number): string {
  const width = Math.max(1, Math.round((value / longest) * (WIDTH - LABELS - VALUES)));
  const baseline = y + BAR - 5;
  return [
    `<text x="${LABELS - 8}" y="${baseline}" text-anchor="end">${escaped(label)}</text>`,
    `<rect class="${isOurs ? 'ours' : 'bar'}" x="${LABELS}" y="${y}" width="${width}" height="${BAR}" rx="2"/>`,
    `<text x="${LABELS + width + 6}" y="${baseline}">${value}</text>`,
  ].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
