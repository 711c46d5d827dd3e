import { Agent, request } from 'node:http';
import { sign } from '../../../lambdas/smile/signature.ts';

/** Plays Smile: posts signed bodies over connections that are kept. */
export interface Sender {
  /**
   * The answer's status; undefined when none came.
   *
   * @param hangUp after the first byte of the answer, before it is read
   */
  post(body: Buffer, secret?: string, hangUp?: boolean): Promise<number | undefined>;
  close(): void;
}

/** @param url of the webhook; `secret` signs what names no other */
export function createSender(url: string, secret: string): Sender {
  const agent = new Agent({ keepAlive: true });
  return {
    post(body, signedWith = secret, hangUp = false) {
      const headers = {
        'Smile-Signature': sign(body, signedWith),
        'content-type': 'application/json',
        'content-length': body.length,
      };
      return new Promise((resolve) => {
        const sent = request(url, { method: 'POST', headers, agent }, (answer) => {
          if (hangUp) {
            sent.destroy();
            return resolve(undefined);
          }
          answer.resume().on('end', () => resolve(answer.statusCode));
          answer.on('error', () => resolve(undefined));
        });
        sent.on('error', () => resolve(undefined)).end(body);
      });
    },
    close: () => agent.destroy(),
  };
}
