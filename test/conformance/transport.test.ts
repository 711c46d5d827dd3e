import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { holdHalf, send } from '../../conformance/transport/request.ts';

const TIMES = 10;

/** A thread of its own: it hangs up while this one is writing. */
let receiver: Worker;
let url: string;
beforeAll(async () => {
  receiver = new Worker(new URL('receivers/early-refusal.ts', import.meta.url));
  const [port] = await once(receiver, 'message');
  url = `http://127.0.0.1:${port}/webhooks`;
});
afterAll(async () => {
  await receiver.terminate();
});

const body = Buffer.alloc(10_000_000, 'x');
const chunks = Array.from({ length: 1000 }, (_, n) => body.subarray(n * 10_000, (n + 1) * 10_000));

it.each([
  ['in one piece', { headers: {}, parts: [body] }],
  ['in chunks', { headers: {}, parts: chunks, chunked: true }],
])('hears the answer of who hangs up on a body %s', async (_, parcel) => {
  const answers = [];
  for (let time = 0; time < TIMES; time += 1) answers.push(await send(url, parcel));

  expect(answers).toEqual(Array.from({ length: TIMES }, () => ({ status: 413, text: '{}' })));
});

it('tells of a held request that the receiver has answered it', async () => {
  const { ended } = await holdHalf(url, { headers: {}, parts: [Buffer.from('{"id":"et-1"}')] });

  await expect(ended).resolves.toEqual({ isAnswered: true });
});
