import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AttemptFailure } from '../../../local/functions/messages.ts';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { configuredStack } from '../../delivered/configured-stack.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { soon } from '../soon.ts';

let directory: string;
let file: string;
let receiver: Receiver;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'smile-test-'));
  file = join(directory, 'smile-handlers.ts');
});
afterEach(async () => {
  await receiver.run.stop();
  await rm(directory, { recursive: true });
});

const save = (statements: string) =>
  writeFile(
    file,
    `import { createHandlers } from 'smile-event-receiver/handlers';
export default createHandlers().on('ACCOUNT_CONNECTED', async function handle(event, { log }) {
  ${statements}
});`,
  );
const start = async (options: Parameters<typeof startReceiver>[0] = {}) => {
  const template = configuredStack({ mode: 'sandbox', handlers: relative(process.cwd(), file) });
  receiver = await startReceiver({ template, workerEntry: undefined, ...options });
};
const saying = (word: string) => receiver.lines.filter((line) => line.includes(word)).length;

describe('handlers that are loaded anew', () => {
  it('handle what comes next, while an event ends in the code that it began in', async () => {
    await save(
      "log.info('first'); await new Promise((r) => setTimeout(r, 1500)); log.info('last');",
    );
    await start();
    const [early, late] = [buildEvent('ACCOUNT_CONNECTED'), buildEvent('ACCOUNT_CONNECTED')];
    await receiver.deliver(early);
    await soon(() => expect(saying('"first"')).toBe(1));

    await save("log.info('second');");
    await receiver.run.reloadHandlers();
    await receiver.deliver(late);
    const rows = [
      await receiver.rowWhen(early.id, 'DONE'),
      await receiver.rowWhen(late.id, 'DONE'),
    ];

    expect(rows).toMatchObject([{ attempts: 1 }, { attempts: 1 }]);
    expect([saying('"last"'), saying('"second"')]).toEqual([1, 1]);
    expect(receiver.run.handlerFiles()).toEqual([file]);
  });

  it.each([
    ['does not compile', 'const = 2;', /smile-handlers\.ts:3:8/],
    [
      'throws while it is loaded',
      "}); throw new Error('canary'); void (() => {",
      /HandlersNotLoaded|smile-handlers\.ts:3/,
    ],
  ])('stay as they were when the file %s', async (_what, statements, message) => {
    await save("log.info('first');");
    await start();

    await save(statements);
    await expect(receiver.run.reloadHandlers()).rejects.toThrow(message);
    const event = buildEvent('ACCOUNT_CONNECTED');
    await receiver.deliver(event);
    await receiver.rowWhen(event.id, 'DONE');

    expect(saying('"first"')).toBe(1);
  });
});

describe('a failed attempt', () => {
  it('is told with its message, its attempt and the place in the sources, apart from the log', async () => {
    const failures: AttemptFailure[] = [];
    await save("throw new RangeError('canary ' + event.id);");
    await start({ attemptFailed: (failure) => failures.push(failure) });
    const event = buildEvent('ACCOUNT_CONNECTED');

    await receiver.deliver(event);
    await soon(() => expect(failures).not.toEqual([]));

    expect(failures[0]).toMatchObject({ eventId: event.id, attempt: 1, maxAttempts: 5 });
    expect(failures[0]?.stack).toMatch(/^RangeError: canary .*\n.*smile-handlers\.ts:3:9/);
    expect(saying('canary')).toBe(0);
  });
});

describe('a debugger', () => {
  it('is let in, and is told where the sources of the handlers are', async () => {
    await save("log.info('first');");
    await start({ inspectPort: 0 });
    const [, port, id] = await soon(() => {
      const line = receiver.lines.find((each) => each.includes('Debugger listening on'));
      const found = /ws:\/\/127\.0\.0\.1:(\d+)\/(\S+)/.exec(line ?? '');
      if (!found) throw new Error('no debugger listens');
      return found;
    });

    const scripts = await scriptsOf(`ws://127.0.0.1:${port}/${id}`);

    expect(scripts).toContain('index.js.map');
    expect(receiver.run.workerPids()).toHaveLength(1);
  });
});

/** The source maps that the scripts of a process name. */
async function scriptsOf(address: string): Promise<readonly string[]> {
  const socket = new WebSocket(address);
  const maps: string[] = [];
  const enabled = new Promise<void>((resolve) => {
    socket.addEventListener('message', ({ data }) => {
      const { id, method, params } = JSON.parse(String(data)) as {
        readonly id?: number;
        readonly method?: string;
        readonly params?: { readonly sourceMapURL?: string };
      };
      if (method === 'Debugger.scriptParsed' && params?.sourceMapURL)
        maps.push(params.sourceMapURL);
      if (id === 1) resolve();
    });
  });
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  socket.send(JSON.stringify({ id: 1, method: 'Debugger.enable' }));
  await enabled;
  socket.close();
  return maps;
}
