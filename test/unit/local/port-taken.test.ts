import { describe, expect, it } from 'vitest';
import { PortTaken } from '../../../local/gateway/port-taken.ts';

describe('a port that is in use', () => {
  it.each([
    [8787, 'PORT=8790'],
    // A run takes two: another one with the default port has this one for its widget's API.
    [8788, 'PORT=8790'],
    [8790, 'PORT=8787'],
    [80, 'PORT=8787'],
  ])('%i: proposes one that another run does not have', (port, proposal) => {
    const { message } = new PortTaken(port, 'EADDRINUSE');

    expect(message).toBe(`Port ${port} is in use. Choose another one: ${proposal} npm start`);
  });
});
