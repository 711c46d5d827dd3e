import { Agent, type IncomingMessage, request } from 'node:http';
import { sign } from '../../../lambdas/smile/signature.ts';

/** Plays Smile: posts signed bodies over connections that are kept. */
export interface Sender {
  /** The answer's status; undefined when none came. */
  post(body: Buffer, secret?: string): Promise<number | undefined>;
  /** Hangs up when the answer begins, and never reads it: its status; undefined when none came. */
  hangUp(body: Buffer, secret?: string): Promise<number | undefined>;
  close(): void;
}

/** @param url of the webhook; `secret` signs what names no other */
export function createSender(url: string, secret: string): Sender {
  const agent = new Agent({ keepAlive: true });
  const send = (
    body: Buffer,
    signedWith: string,
    take: (answer: IncomingMessage, resolve: (status: number | undefined) => void) => void,
  ): Promise<number | undefined> => {
    const headers = {
      'Smile-Signature': sign(body, signedWith),
      'content-type': 'application/json',
      'content-length': body.length,
    };
    return new Promise((resolve) => {
      request(url, { method: 'POST', headers, agent }, (answer) => take(answer, resolve))
        .on('error', () => resolve(undefined))
        .end(body);
    });
  };
  return {
    post: (body, signedWith = secret) =>
      send(body, signedWith, (answer, resolve) => {
        answer.resume().on('end', () => resolve(answer.statusCode));
        answer.on('error', () => resolve(undefined));
      }),
    hangUp: (body, signedWith = secret) =>
      send(body, signedWith, (answer, resolve) => {
        answer.destroy();
        resolve(answer.statusCode);
      }),
    close: () => agent.destroy(),
  };
}
