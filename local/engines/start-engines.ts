import type { DataDirectory } from '../data-directory.ts';
import { allowAll } from '../iam/judge.ts';
import { Engine, type EngineControl } from './engine.ts';
import { EngineNotEmbedded } from './errors.ts';

/**
 * The engines of a run with its data: both listening.
 *
 * @param judge of what functions ask for. Default: they may do everything
 */
export async function startEngines(
  files: DataDirectory,
  logLine: (line: string) => void,
  judge = allowAll,
) {
  const at = (directory: string) => ({ directory, temporary: files.temporary });
  const sqs = new Engine('The SQS and S3 engine', 'sqs-s3', at(files.sqs), { logLine, judge });
  const dynamodb = new Engine('The DynamoDB engine', 'dynamodb', at(files.dynamodb), {
    logLine,
    judge,
  });
  const stop = async () => {
    await Promise.all([sqs.stop(), dynamodb.stop()]);
  };
  try {
    await Promise.all([sqs.start(), dynamodb.start()]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { sqs, dynamodb, stop };
}

const refuse = () => Promise.reject(new EngineNotEmbedded());

/** In place of an engine that somebody else runs. */
export const foreignEngine: EngineControl = {
  stop: refuse,
  kill: refuse,
  freeze: refuse,
  thaw: refuse,
  start: refuse,
};
