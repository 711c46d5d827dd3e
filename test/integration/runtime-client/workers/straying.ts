import '../../../../lambdas/telemetry/catch-stray-errors.ts';
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { createHandlers } from '../../../../lambdas/receiver/index.ts';
import { deployedParts } from '../../../../lambdas/worker/deployed-parts.ts';
import { createWorker } from '../../../../lambdas/worker/handler.ts';

/** What no handler should do: each lets an error escape whose message is the whole body. */
const strays: Readonly<Record<string, (body: string) => unknown>> = {
  'rejects a promise that nobody awaits': (body) => {
    void Promise.reject(new RangeError(body));
  },
  'rejects with a text': (body) => {
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors
    void Promise.reject(body);
  },
  'throws in a timer and never returns': async (body) => {
    setTimeout(() => {
      throw new RangeError(body);
    }, 5);
    await delay(60_000);
  },
  'throws in a microtask': (body) => {
    queueMicrotask(() => {
      throw new RangeError(body);
    });
  },
  'has an emitter without a listener': async (body) => {
    setImmediate(() => new EventEmitter().emit('error', new RangeError(body)));
    await delay(60_000);
  },
  'leaves a rejection for later': (body) => {
    void delay(20).then(() => {
      throw new RangeError(body);
    });
  },
  'leaves a throw for later': (body) => {
    setTimeout(() => {
      throw new RangeError(body);
    }, 20);
  },
};

const handlers = createHandlers().on('INCOMES_ADDED', async (event) => {
  await strays[String(event.stray)]?.(JSON.stringify(event));
});

export const handler = createWorker(deployedParts(handlers));
