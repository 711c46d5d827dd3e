import { RemovalPolicy } from 'aws-cdk-lib';
import type { Configuration } from './configuration.ts';

/** What becomes of a stage's data when its stack or a resource of it goes. */
export interface Lifetime {
  readonly removalPolicy: RemovalPolicy;
  /** Tables and the stack itself refuse to be deleted until this is switched off. */
  readonly protected: boolean;
}

/** Production keeps its data and refuses to go; a sandbox goes away whole. */
export function lifetimeOf({ mode }: Configuration): Lifetime {
  return mode === 'production'
    ? { removalPolicy: RemovalPolicy.RETAIN, protected: true }
    : { removalPolicy: RemovalPolicy.DESTROY, protected: false };
}
