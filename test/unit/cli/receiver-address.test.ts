import { describe, expect, it } from 'vitest';
import { addressOf } from '../../../cli/trigger/receiver-address.ts';

describe('where an event goes', () => {
  it.each([
    [{}, { url: 'http://127.0.0.1:9000/webhooks' }],
    [{ url: 'http://127.0.0.1:8787' }, { url: 'http://127.0.0.1:8787/webhooks' }],
    [{ url: 'https://hooks.example.com/' }, { url: 'https://hooks.example.com/' }],
    [{ url: 'http://127.0.0.1:8787/other' }, { url: 'http://127.0.0.1:8787/other' }],
    [{ stage: 'sandbox-eu' }, { stage: 'sandbox-eu' }],
  ])('is by %j: %j', (options, address) => {
    expect(addressOf(options, 9000)).toEqual(address);
  });

  it.each([
    [{ url: 'localhost' }, '--url must be an http URL'],
    [{ stage: '' }, "--stage must be a stage's name"],
    [{ stage: 'Sandbox' }, "--stage must be a stage's name"],
    [{ stage: 'arn:aws:lambda' }, "--stage must be a stage's name"],
  ])('cannot be by %j', (options, sentence) => {
    expect(() => addressOf(options, 9000)).toThrow(sentence);
  });

  it.each(['http', 'htps'])('is not repeated if it holds a password, of %s', (scheme) => {
    const url = `${scheme}://user:canary@127.0.0.1:8787/webhooks`;

    expect(() => addressOf({ url }, 9000)).toThrow('--url must name no user and no password');
    expect(() => addressOf({ url }, 9000)).not.toThrow('canary');
  });
});
