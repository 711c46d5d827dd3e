import { describe, expect, it } from 'vitest';
import { readArguments } from '../../../local/trigger/arguments.ts';
import { TriggerMisused } from '../../../local/trigger/trigger-misused.ts';

const read = (...argv: string[]) => readArguments(argv, 8787);

describe('the arguments of trigger', () => {
  it('have defaults', () => {
    expect(read('USER_CREATED')).toEqual({
      type: 'USER_CREATED',
      user: undefined,
      set: [],
      file: undefined,
      count: 1,
      to: { url: 'http://127.0.0.1:8787/webhooks' },
      yesProduction: false,
    });
  });

  it('read values as JSON where they are JSON, else as text', () => {
    const { set } = read(
      'T',
      '--set=data.providers=["grab"]',
      '--set=version=2',
      '--set=data.a=b=c',
      '--set=data.empty=',
    );

    expect(set).toEqual([
      [['data', 'providers'], ['grab']],
      [['version'], 2],
      [['data', 'a'], 'b=c'],
      [['data', 'empty'], ''],
    ]);
  });

  it('may name a file in place of a type', () => {
    expect(read('--file', 'f.json', '--count', '3')).toMatchObject({ file: 'f.json', count: 3 });
  });

  it('may name a deployed stage in place of a URL', () => {
    const { to, yesProduction } = read('A', '--stage', 'production', '--yes-production');

    expect({ to, yesProduction }).toEqual({ to: { stage: 'production' }, yesProduction: true });
  });

  it.each([
    [],
    ['A', 'B'],
    ['A', '--count', '0'],
    ['A', '--count', 'many'],
    ['A', '--set', 'novalue'],
    ['A', '--set', '=value'],
    ['A', '--set', 'a..b=value'],
    ['A', '--url', 'localhost'],
    ['A', '--url', 'http://user@127.0.0.1:8787/webhooks'],
    ['A', '--url', 'http://:password@127.0.0.1:8787/webhooks'],
    ['A', '--stage', ''],
    ['A', '--stage', 'Sandbox'],
    ['A', '--stage', 'arn:aws:lambda'],
    ['A', '--stage', 'sandbox', '--url', 'http://127.0.0.1:8787/webhooks'],
    ['A', '--unknown'],
    ['A', '--file', 'f'],
    ['--file', 'f', '--user', 'u'],
    ['--file', 'f', '--set', 'a=b'],
  ])('refuse %j, and show how it is done', (...argv) => {
    expect(() => read(...argv)).toThrow(TriggerMisused);
    expect(() => read(...argv)).toThrow('npm run trigger -- TYPE');
  });

  it('say that a type has no part in a file', () => {
    expect(() => read('A', '--file', 'f')).toThrow('leave the event type, --user and --set out.');
  });

  it.each(['http', 'htps'])('do not repeat a password, of %s', (scheme) => {
    const url = `${scheme}://user:canary@127.0.0.1:8787/webhooks`;

    expect(() => read('A', '--url', url)).toThrow('--url must name no user and no password');
    expect(() => read('A', '--url', url)).not.toThrow('canary');
  });
});
