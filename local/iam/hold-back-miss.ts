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
  // A framework that finds its answer unsent answers again, with the same object of headers: the first one counts.
  let isHeld = false;
  const holdHead: Answer = (...given) => {
    if (isHeld) return response;
    if (given[0] !== 404) return writeHead(...given);
    const head = structuredClone(given);
    const holdEnd: Answer = (...body) => {
      if (!isHeld) release(head, body).catch(() => response.destroy());
      isHeld = true;
      return response;
    };
    return Object.assign(response, { end: holdEnd });
  };
  Object.assign(response, { writeHead: holdHead });
}
