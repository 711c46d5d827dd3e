import { expect, it } from 'vitest';
import { summaryOf } from '../../../bench/throughput.ts';
import { throughputText } from '../../../bench/report/throughput-text.ts';

const MACHINE = { at: '2026-01-02', node: 'v24.1.0', architecture: 'x64', cores: 2, load: 0.4 };

it('the cost of enforcement is the median of the pairs, so that one busy moment does not decide', () => {
  const pairs = [
    { on: { stored: 210, done: 101 }, off: { stored: 200, done: 100 } },
    { on: { stored: 200, done: 95 }, off: { stored: 210, done: 100 } },
    { on: { stored: 190, done: 96 }, off: { stored: 220, done: 100 } },
    { on: { stored: 20, done: 10 }, off: { stored: 200, done: 110 } },
    { on: { stored: 190, done: 90 }, off: { stored: 200, done: 100 } },
  ];

  const throughput = summaryOf(pairs);
  const text = throughputText({ machine: MACHINE, throughput });

  expect(throughput).toMatchObject({
    pairs: 5,
    storedPerSecond: 190,
    donePerSecond: 95,
    unenforcedDonePerSecond: 100,
    enforcementLosses: [-1, 5, 4, 90.9, 10],
    enforcementLoss: 5,
  });
  expect(text).toContain('Events are stored 2 times as fast as they are done.');
  expect(text).toContain('0.95 times as many events per second are done as without.');
  expect(text).toContain('The middle half of the pairs lies between 0.9 and 0.96:');
});
