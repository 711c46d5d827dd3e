import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifySignature } from '../../../lambdas/smile/signature.ts';
import { localFile, startProcess } from './main-process.ts';

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

const trigger = async (...args: string[]) => {
  const PORT = String((server.address() as AddressInfo).port);
  const { exited, output, errors } = startProcess(
    localFile('trigger.ts'),
    { PORT, SMILE_SECRET: 'secret' },
    args,
  );
  return { code: await exited, output: output(), errors: errors() };
};

describe('npm run trigger', () => {
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
});
