import { describe, expect, it } from 'vitest';
import { refuseOtherSites } from '../../../local/inspection/same-machine.ts';

describe('only this machine', () => {
  it.each([
    { host: '127.0.0.1:8787' },
    { host: 'localhost' },
    { host: 'localhost:1', origin: 'http://localhost:3000' },
  ])('may look: %j', (headers) => {
    expect(() => refuseOtherSites({ headers })).not.toThrow();
  });

  it.each([
    {},
    { host: 'evil.example' },
    { host: '127.0.0.1.evil.example:8787' },
    { host: '192.168.0.7:8787' },
    { host: '127.0.0.1@evil.example' },
    { host: '127.0.0.1', origin: 'https://evil.example' },
    { host: '127.0.0.1', origin: 'null' },
  ])('%j does not', (headers) => {
    expect(() => refuseOtherSites({ headers })).toThrow('Only this machine');
  });
});
