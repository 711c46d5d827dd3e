import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '../../../lambdas/smile/events.ts';
import { verifySignature } from '../../../lambdas/smile/signature.ts';
import { soon } from '../soon.ts';
import { objectsOf, startSmile, type Surroundings } from './smile.ts';

let server: Server;
let answer = 200;
let received: { body: Buffer; valid: boolean }[] = [];
beforeAll(async () => {
  server = createServer((request, response) => void receive(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());
beforeEach(() => {
  answer = 200;
  received = [];
});

async function receive(request: IncomingMessage, response: ServerResponse) {
  const body = await buffer(request);
  const header = String(request.headers['smile-signature']);
  received.push({ body, valid: verifySignature(body, header, ['secret']).valid });
  response.writeHead(answer).end();
}

const trigger = async (...args: string[]) => await triggerWith({}, ...args);

async function triggerWith(surroundings: Surroundings, ...args: readonly string[]) {
  const PORT = String((server.address() as AddressInfo).port);
  const environment = { PORT, SMILE_SECRET: 'secret', ...surroundings.environment };
  const { code, stdout, stderr } = await startSmile(['trigger', ...args], {
    ...surroundings,
    environment,
  }).ended;
  return { code, output: stdout, errors: stderr };
}

describe('smile trigger', () => {
  it('posts signed events of a type, with the user and the values that were asked for', async () => {
    const { code, output } = await trigger(
      'ACCOUNT_CREATED',
      '--user=u-1',
      '--count=2',
      '--set=data.providers=["grab"]',
      '--set=data.accountId=a-1',
    );

    const events = received.map(({ body }) => JSON.parse(body.toString()));
    expect(code).toBe(0);
    expect(received.every(({ valid }) => valid)).toBe(true);
    expect(output).toBe(events.map(({ id }) => `${id} 200\n`).join(''));
    expect(events[0].id).not.toBe(events[1].id);
    expect(events[1]).toMatchObject({
      type: 'ACCOUNT_CREATED',
      data: { userId: 'u-1', accountId: 'a-1', providers: ['grab'] },
    });
  });

  it('posts the bytes of a file as they are', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'smile-test-'));
    const file = join(directory, 'event.json');
    await writeFile(file, ' {"id":"et-1", "type":"NEW", "createdAt":"2026-01-01"}\n');

    const { code, output } = await trigger('--file', file);
    await rm(directory, { recursive: true });

    expect({ code, output }).toEqual({ code: 0, output: 'et-1 200\n' });
    expect(received[0]?.body.toString()).toBe(
      ' {"id":"et-1", "type":"NEW", "createdAt":"2026-01-01"}\n',
    );
    expect(received[0]?.valid).toBe(true);
  });

  it('prints nothing of an id that a terminal would act upon', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'smile-test-'));
    const file = join(directory, 'event.json');
    await writeFile(file, '{"id":"et-\u202e\u009b31m","type":"NEW","createdAt":"2026-01-01"}');

    const { output } = await trigger('--file', file);
    await rm(directory, { recursive: true });

    expect(output).toBe('et-\\u202e\\u009b31m 200\n');
  });

  it('fails when an answer is no success', async () => {
    answer = 401;

    const { code, output } = await trigger('USER_CREATED');

    expect(code).toBe(1);
    expect(output).toMatch(/^\S+ 401\n$/);
  });

  it('says what to do when nobody listens', async () => {
    const { code, errors } = await trigger('USER_CREATED', '--url', 'http://127.0.0.1:1/webhooks');

    expect(code).toBe(1);
    expect(errors).toBe(
      'No answer came from http://127.0.0.1:1/webhooks (bad port). Start it with npm start or smile dev, or name another --url.\n',
    );
  });

  it('sends standard input as it is', async () => {
    const { output } = await triggerWith({ input: ' {"id":"et-2"' }, '--file', '-');

    expect(output).toBe('no id 200\n');
    expect(received[0]?.body.toString()).toBe(' {"id":"et-2"');
  });

  it('delivers the same bytes twice with --twice', async () => {
    const { output } = await trigger('USER_CREATED', '--twice', '--count', '2', '--json');

    const [first, second, third] = received.map(({ body }) => body.toString());
    const printed = objectsOf(output);
    expect(first).toBe(second);
    expect(third).not.toBe(first);
    expect(printed.map(({ answers }) => answers)).toEqual([
      [200, 200],
      [200, 200],
    ]);
  });

  it('waits between two events with --every, and ends at Ctrl-C', async () => {
    const { port } = server.address() as AddressInfo;
    const args = ['USER_CREATED', '--count', '9', '--every', '1h', '--url'];
    const running = startSmile(['trigger', ...args, `http://127.0.0.1:${port}/webhooks`]);
    await soon(() => expect(running.printed()).toContain(' 200'), 30_000);

    running.kill('SIGINT');

    expect(await running.ended).toMatchObject({
      code: 130,
      stdout: expect.stringMatching(/^.+\n$/),
    });
    expect(received).toHaveLength(1);
  });

  it('prints what it would send with --print, and sends nothing', async () => {
    const { code, output } = await trigger('USER_CREATED', '--user', 'u-1', '--print');

    const [head = '', body = ''] = output.trimEnd().split('\n\n');
    const [, signature] = /^Smile-Signature: (\w+)$/m.exec(head) ?? [];
    expect(code).toBe(0);
    expect(head).toMatch(/^POST http:\/\/127\.0\.0\.1:\d+\/webhooks\n/);
    expect(verifySignature(Buffer.from(body), signature, ['secret']).valid).toBe(true);
    expect(JSON.parse(body)).toMatchObject({ type: 'USER_CREATED', data: { userId: 'u-1' } });
    expect(received).toEqual([]);
  });

  it('lists every type with what it says', async () => {
    const { output } = await trigger('--list');

    const lines = output.trimEnd().split('\n');
    expect(lines).toHaveLength(EVENT_TYPES.length);
    expect(lines).toContain('ARCHIVE_REVOKED\tarchive\tstatus = REVOKED, ends it');
  });

  it.each([
    [['--count', '0'], 'from 1'],
    [['--every', '2s'], 'add --count'],
    [['--edit', '--count', '2'], "'--count <number>'"],
    [['--print', '--wait'], "'--wait'"],
    [['--stage', 'sandbox', '--url', 'http://127.0.0.1:1'], "'--stage <name>'"],
    [['--set', 'data.userid=u'], 'Did you mean data.userId?'],
    [['--file', 'f'], 'leave the event type out'],
    [['--late', '1'], 'Write 30s'],
    [['SECOND'], 'too many arguments'],
  ])('sends nothing with %j, and ends with code 2', async (args, sentence) => {
    const { code, output, errors } = await trigger('USER_CREATED', ...args);

    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(errors).toContain(sentence);
    expect(received).toEqual([]);
  });
});

const edit = async (EDITOR: string) =>
  await triggerWith({ environment: { EDITOR, VISUAL: '' } }, 'ACCOUNT_FAILED', '--edit');

describe('smile trigger --edit', () => {
  it('sends what the editor leaves', async () => {
    const { code } = await edit('sed -i s/INVALID_CREDENTIALS/EDITED/');

    const event = JSON.parse(received[0]?.body.toString() ?? '');
    expect(code).toBe(0);
    expect(event).toMatchObject({ type: 'ACCOUNT_FAILED', data: { errorCode: 'EDITED' } });
    expect(received[0]?.valid).toBe(true);
  });

  it.each([
    ['nothing', 'truncate -s 0', 'the file is empty'],
    ['no JSON', 'sed -i 1d', 'the text is not JSON'],
    ['its error', 'false', 'the editor ended with 1'],
  ])('sends nothing if the editor leaves %s', async (_what, editor, sentence) => {
    const { code, output, errors } = await edit(editor);

    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toContain(`Nothing was sent: ${sentence}`);
    expect(received).toEqual([]);
    const [kept] = /\S+(?=\/event\.json)/.exec(errors) ?? [];
    if (kept) await rm(kept, { recursive: true });
  });

  it('asks for an editor if none is named', async () => {
    expect(await edit('')).toMatchObject({ code: 2, output: '' });
  });
});
