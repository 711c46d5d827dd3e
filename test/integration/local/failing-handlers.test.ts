import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventType } from '../../../lambdas/smile/events.ts';
import { buildEvent } from '../../../testing/builders/build-event.ts';
import { configuredStack } from '../../delivered/configured-stack.ts';
import { eventually } from '../eventually.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { fixture } from './fixture-run.ts';

const FILE = fixture('failing-handlers.ts');
const HANDLERS = relative(process.cwd(), FILE);

/** A place that the file marks, as file and line. */
const placeOf = (name: string) => {
  const lines = readFileSync(FILE, 'utf8').split('\n');
  return `${HANDLERS}:${lines.findIndex((line) => line.endsWith(`// place: ${name}`)) + 1}`;
};

let receiver: Receiver;
beforeAll(async () => {
  const template = configuredStack({ mode: 'sandbox', handlers: HANDLERS });
  receiver = await startReceiver({ template, workerEntry: undefined });
});
afterAll(() => receiver.run.stop());

/** What the worker says of the failed attempt. */
async function failedAttempt(type: EventType): Promise<Readonly<Record<string, unknown>>> {
  const event = buildEvent(type);
  await receiver.deliver(event);
  await receiver.rowWhen(event.id, 'DEAD');
  const line = await eventually(() =>
    receiver.lines.find((text) => text.includes('attempt failed') && text.includes(event.id)),
  );
  return JSON.parse(line) as Readonly<Record<string, unknown>>;
}

describe.concurrent('the log line of a handler that failed names the line of its own file', () => {
  it.each<[string, EventType, string, string, string]>([
    ['thrown in a function that it awaits', 'USER_CREATED', 'RangeError', 'helper', ' provision'],
    ['thrown in a package that it calls', 'ACCOUNT_CONNECTED', 'ZodError', 'package', ''],
    ['rejected where nobody awaits it', 'ACCOUNT_DISCONNECTED', 'TypeError', 'stray', ' forget'],
  ])('for an error %s', async (_, type, errorClass, place, name) => {
    const { at, frames, ...said } = await failedAttempt(type);

    expect(said).toMatchObject({ errorClass });
    expect(at).toMatch(new RegExp(`^${placeOf(place)}:\\d+${name}$`));
    expect(frames).toContain(placeOf(place));
    expect(receiver.lines.join('\n')).not.toContain('canary-of-a-message');
  });
});
