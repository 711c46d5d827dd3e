import type { ExpectedWorker } from './promise.ts';

/**
 * True for a text in whose place CloudFormation puts what it reads elsewhere. Handlers' own variables may
 * be plain parameters (`ssm`), which hold no secret; nothing else may.
 */
export function readsSecret(text: string, { environment }: ExpectedWorker): boolean {
  const plain = !/\{\{resolve:(?!ssm:)/.test(text) && Object.values(environment).includes(text);
  return text.includes('{{resolve:') && !plain;
}
