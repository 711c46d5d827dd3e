// oxlint-disable typescript/unbound-method -- the originals are called with their own `this`
import { Server as HttpServer } from 'node:http';
import { Server } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { parentAsJudge } from '../iam/ask-parent.ts';
import { guardServer } from '../iam/guard-server.ts';
import { keepOtherSitesOut } from '../same-machine.ts';

/**
 * Sets right what fauxqs 2.4.1 does otherwise than SQS, in this process only. To be looked at again
 * with every new version of it; `test/integration/local/engines.test.ts` fails when one is missing.
 */
export async function correctFauxqs(): Promise<void> {
  guardServers();
  keepReceiveCountOnRelease();
  commitWithoutSync();
  await allowSupplementaryCharacters();
}

/**
 * It binds 0.0.0.0 and checks no credentials: everybody in the same network could read the events, and so could a
 * web page whose name resolves to this machine. Functions may do what the template's IAM allows.
 */
function guardServers(): void {
  const judge = parentAsJudge();
  const listen = Server.prototype.listen;
  Server.prototype.listen = function (this: Server, ...args: unknown[]) {
    if (this instanceof HttpServer) {
      guardServer(this, judge);
      keepOtherSitesOut(this);
    }
    const [options, ...rest] = args;
    return Reflect.apply(listen, this, [{ ...(options as object), host: '127.0.0.1' }, ...rest]);
  } as typeof listen;
}

/**
 * With persistence, ChangeMessageVisibility to 0 writes NULL into a NOT NULL column and fails, after it
 * has already taken the message out of memory: the message is gone and its group stays locked.
 */
function keepReceiveCountOnRelease(): void {
  const prepare = DatabaseSync.prototype.prepare;
  DatabaseSync.prototype.prepare = function (sql, ...rest) {
    const corrected = sql.replace(
      'approximate_receive_count = ?',
      'approximate_receive_count = coalesce(?, approximate_receive_count)',
    );
    return prepare.call(this, corrected, ...rest);
  };
}

/**
 * In WAL mode `NORMAL` survives the death of the process, and leaves out an fsync per commit that only
 * a power cut would miss: three times the messages a second.
 */
function commitWithoutSync(): void {
  const exec = DatabaseSync.prototype.exec;
  DatabaseSync.prototype.exec = function (sql) {
    exec.call(this, sql);
    if (sql.includes('journal_mode')) exec.call(this, 'PRAGMA synchronous = NORMAL');
  };
}

/** Its pattern for bodies lacks the `u` flag, and so refuses every character above U+FFFF: emoji. */
async function allowSupplementaryCharacters(): Promise<void> {
  const types = new URL('sqs/sqsTypes.js', import.meta.resolve('fauxqs'));
  const { INVALID_MESSAGE_BODY_CHAR } = (await import(types.href)) as {
    INVALID_MESSAGE_BODY_CHAR: RegExp;
  };
  const invalid = new RegExp(
    `${INVALID_MESSAGE_BODY_CHAR.source.slice(0, -1)}\\u{10000}-\\u{10FFFF}]`,
    'u',
  );
  INVALID_MESSAGE_BODY_CHAR.test = (text) => invalid.test(text);
}
