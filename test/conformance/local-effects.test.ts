import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EffectsUnseen } from '../../conformance/effects/effects.ts';
import { localEffects } from '../../conformance/effects/local-effects.ts';

/** What every path answers. */
let answer: { readonly status: number; readonly text: string };
let server: Server;
let base: string;
beforeAll(async () => {
  server = createServer((_, response) => response.writeHead(answer.status).end(answer.text));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const LOOKS = {
  row: () => localEffects(base).row('et-1'),
  body: () => localEffects(base).body('bodies/a1'),
  items: () => localEffects(base).items('USER#u-1'),
  queues: () => localEffects(base).queues(),
  announcements: () => localEffects(base).announcements(),
};

describe('a 404', () => {
  it.each([
    ['no-event', 'row'],
    ['no-body', 'body'],
    ['bus-unseen', 'announcements'],
  ] as const)('with the code %s means that there is no %s', async (code, look) => {
    answer = { status: 404, text: JSON.stringify({ code }) };

    await expect(LOOKS[look]()).resolves.toBeUndefined();
  });

  it.each(Object.entries(LOOKS))(
    'of a path that is not there tells nothing of %s',
    async (_, look) => {
      for (const text of ['', 'null', '<html>', '{"code":"unknown-path"}']) {
        answer = { status: 404, text };

        await expect(look()).rejects.toThrow(EffectsUnseen);
        await expect(look()).rejects.toThrow(/There is no \/_local\/.+--inspect/);
      }
    },
  );
});

it.each(['items', 'announcements'] as const)('%s are a list', async (look) => {
  for (const text of ['null', '{}', '{"items":{}}']) {
    answer = { status: 200, text };

    await expect(LOOKS[look]()).rejects.toThrow(/answers without items/);
  }
});
