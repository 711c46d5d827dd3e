import { buildEvent } from '../testing/builders/build-event.ts';
import { check, checkEqual } from './check.ts';
import { signatureOf } from './signature.ts';
import type { Account, Posting, Trial } from './trial.ts';

/** A request that must be refused: made from an event that nobody has sent before. */
export type Forgery = (event: Buffer, secret: string) => { readonly body: Uint8Array } & Posting;

/**
 * Sends forgeries, each of an event of its own. Every one must be answered with 401, without a word about
 * the right signature, and leave no trace: no row, no object, no item, nothing in the queue.
 */
export async function checkRefused(
  trial: Trial,
  forgeries: Readonly<Record<string, Forgery>>,
): Promise<void> {
  const { secret } = trial.target;
  const { userId } = trial.newAccount();
  const sent: { name: string; id: string; account: Account; body: Uint8Array }[] = [];

  for (const [name, forge] of Object.entries(forgeries)) {
    const account = trial.newAccount(userId);
    const event = buildEvent('ACCOUNT_CONNECTED', { data: account });
    const { body, ...posting } = forge(Buffer.from(JSON.stringify(event)), secret);
    const answer = await trial.post(body, posting);
    checkEqual(`The answer to a signature that is ${name}`, answer.status, 401);
    const isTold = answer.text.toLowerCase().includes(signatureOf(body, secret));
    check(!isTold, `The answer to a signature that is ${name} tells the right one.`);
    sent.push({ name, id: event.id, account, body });
  }
  await trial.settled(userId);

  for (const { name, id, account, body } of sent) {
    await trial.noTrace(id, body);
    const item = await trial.item(account);
    check(item === undefined, `An event whose signature is ${name} is in the state.`);
  }
}
