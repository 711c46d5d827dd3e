import { describe, expect, it } from 'vitest';
import { outageLog } from '../../../local/event-source/outage-log.ts';

describe('the outage log', () => {
  it('tells about each outage once, and once about its end', () => {
    const lines: string[] = [];
    const log = outageLog('The queue', (line) => lines.push(line));

    log.over();
    for (let outage = 0; outage < 2; outage++) {
      log.began(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }));
      log.began(new Error('again'));
      log.over();
      log.over();
    }

    const began = 'The queue does not answer (ECONNREFUSED); asking again until it does';
    expect(lines).toEqual([began, 'The queue answers again', began, 'The queue answers again']);
  });
});
