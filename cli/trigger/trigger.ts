import { setTimeout as pause } from 'node:timers/promises';
import { readEnvelope } from '../../lambdas/smile/envelope.ts';
import { readConfiguration } from '../../local/configuration.ts';
import { byHttp } from '../../operations/deliver/by-http.ts';
import type { Delivery } from '../../operations/deliver/delivery.ts';
import { guardProduction } from '../../operations/sandbox/guard-production.ts';
import type { TriggerOptions } from '../commands/trigger.ts';
import { Misused } from '../misused.ts';
import { onInterruption } from '../repair/interruption.ts';
import { editBody } from './edit-body.ts';
import { bodyMaker, type MakeBody } from './event-body.ts';
import { listTypes } from './list-types.ts';
import { isSuccess, printAnswers } from './print-sent.ts';
import { printRequest } from './print-request.ts';
import { addressOf, type ReceiverAddress } from './receiver-address.ts';
import { type Watch, watchOutcomes } from './watch-outcomes.ts';

/**
 * Runs `smile trigger`. The exit code is 1 if an answer was not a success, or with `--wait` if an event did not end.
 *
 * @param type of the events; undefined with `--file` and `--list`
 * @throws Misused, ProductionGuarded, StageUnknown, StageOutOfReach, ReceiverUnreachable, LocalRunUnreachable,
 *   ConfigurationInvalid, NothingToSend
 */
export async function trigger(type: string | undefined, options: TriggerOptions): Promise<void> {
  checkTogether(type, options);
  if (options.list) {
    listTypes(options);
    return;
  }
  const { port, secret } = readConfiguration(process.env);
  const to = addressOf(options, port);
  const makeBody = await bodyMaker(type, options);
  if ('stage' in to && !options.yesProduction) await guardProduction(to.stage);
  const delivery = await deliveryTo(to, secret);
  const bodies = options.edit ? await edited(makeBody, options) : makeBody;
  if (options.print) {
    for (let made = 0; made < options.count; made++) printRequest(delivery, bodies(), options);
    return;
  }
  await sendAll(bodies, delivery, await watchOutcomes(to, options), options);
}

/** What the command line's own checks cannot say. */
function checkTogether(
  type: string | undefined,
  { list, file, edit, every, count }: TriggerOptions,
): void {
  if (list && type !== undefined)
    throw new Misused('--list prints every type; leave the type out.');
  if (every !== undefined && count === 1) {
    throw new Misused('--every is the time between two events; add --count.');
  }
  if (edit && file === '-') {
    throw new Misused('The editor needs standard input; give --file a path.');
  }
}

/** The AWS clients are loaded only for those who need them. */
async function deliveryTo(to: ReceiverAddress, localSecret: string): Promise<Delivery> {
  if ('url' in to) return byHttp(to.url, localSecret);
  const { byInvocation } = await import('../../operations/deliver/by-invocation.ts');
  const delivery = await byInvocation(to.stage);
  process.stderr.write(`${delivery.to}\n`);
  return delivery;
}

async function edited(makeBody: MakeBody, { file }: TriggerOptions): Promise<MakeBody> {
  const body = await editBody(makeBody(), file === undefined);
  return () => body;
}

async function sendAll(
  makeBody: MakeBody,
  delivery: Delivery,
  watch: Watch | undefined,
  { count, every = 0, twice, json }: TriggerOptions,
): Promise<void> {
  const { signal, end } = onInterruption();
  for (let sent = 0; sent < count && !signal.aborted; sent++) {
    if (sent > 0) await between(every * 1000, signal, watch);
    if (signal.aborted) break;
    const body = makeBody();
    const eventId = readEnvelope(body).envelope?.id ?? 'no id';
    const expected = await watch?.expect(body);
    const answers = [await delivery.send(body)];
    if (twice) answers.push(await delivery.send(body));
    if (!answers.every(isSuccess)) process.exitCode ??= 1;
    if (watch && expected) watch.sent({ ...expected, eventId, answers });
    else printAnswers({ eventId, answers }, { json });
  }
  await watch?.finish(signal);
  end();
}

/** Meanwhile it is said what became of those before. */
async function between(
  milliseconds: number,
  signal: AbortSignal,
  watch: Watch | undefined,
): Promise<void> {
  if (milliseconds === 0) return;
  const over = AbortSignal.any([signal, AbortSignal.timeout(milliseconds)]);
  await Promise.all([
    pause(milliseconds, undefined, { signal }).catch(() => undefined),
    watch?.look(over),
  ]);
}
