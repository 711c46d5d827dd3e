import type { ServerResponse } from 'node:http';
import { answerDenied } from './denial-answer.ts';

type Answer = (...given: unknown[]) => ServerResponse;

/**
 * Holds S3's 404 back until it is known whether the caller may learn that an object is missing. Any other answer
 * passes at once.
 *
 * @param denied is asked once: what AWS says against telling; undefined if it may be told
 */
export function holdBackMiss(
  response: ServerResponse,
  denied: () => Promise<string | undefined>,
): void {
  const writeHead = response.writeHead.bind(response) as Answer;
  const end = response.end.bind(response) as Answer;

  const release = async (head: readonly unknown[], body: readonly unknown[]) => {
    const said = await denied();
    Object.assign(response, { writeHead, end });
    if (said !== undefined) return answerDenied(response, 's3', said);
    writeHead(...head);
    end(...body);
  };
  const holdHead: Answer = (...head) => {
    if (head[0] !== 404) return writeHead(...head);
    const holdEnd: Answer = (...body) => {
      release(head, body).catch(() => response.destroy());
      return response;
    };
    return Object.assign(response, { end: holdEnd });
  };
  Object.assign(response, { writeHead: holdHead });
}
