import { isDeepStrictEqual } from 'node:util';
import type { Template } from '../template.ts';

/** Something that every template keeps, as a sentence, and a way to see what breaks it. */
export interface Promised {
  readonly promise: string;
  /** What breaks it, each in a few words; none: it is kept. */
  readonly broken: (template: Template, expected: Expected) => readonly string[];
}

/** What differs between the stages. */
export interface Expected {
  readonly stage: string;
  readonly mode: 'sandbox' | 'production';
  /** Where the stage may be only. Undefined: wherever it is deployed. */
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  /** CIDR blocks that may call `POST /webhooks`. */
  readonly addresses: readonly string[];
  /** Undefined: the default endpoint of the API. */
  readonly domainName?: string | undefined;
  readonly logLevel: 'DEBUG' | 'INFO';
  /** How long things are kept; an archive of 0 days is none. */
  readonly days: { readonly logs: number; readonly bodies: number; readonly archive: number };
  readonly worker: ExpectedWorker;
  /** Undefined: the stage has none. */
  readonly widget?: ExpectedWidget | undefined;
}

/** What handlers make of the worker. */
export interface ExpectedWorker {
  readonly seconds: number;
  /** Invocations at a time. */
  readonly concurrency: number;
  /** Variables beside the worker's own. */
  readonly environment: Readonly<Record<string, string>>;
  /** What they may do beside the worker itself, each as `dynamodb:Query on arn:…`. */
  readonly grants: readonly string[];
}

export interface ExpectedWidget {
  readonly origins: readonly string[];
}

/** Region and account as an ARN of the template names them. */
export function placeIn({ account, region }: Expected): string {
  return `${region ?? '${AWS::Region}'}:${account ?? '${AWS::AccountId}'}`;
}

/** A region has one partition. */
export function partitionIn({ region }: Expected): string {
  return region === undefined ? '${AWS::Partition}' : 'aws';
}

/** A fault for every pair that is not equal. */
export function unequal(
  pairs: Readonly<Record<string, readonly [actual: unknown, expected: unknown]>>,
): readonly string[] {
  return Object.entries(pairs)
    .filter(([, [actual, expected]]) => !isDeepStrictEqual(actual, expected))
    .map(([what, [actual]]) => `${what}: ${JSON.stringify(actual)}`);
}
