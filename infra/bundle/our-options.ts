import type { BuildOptions } from 'esbuild';
import { beside } from './beside.ts';

const ENV_CREDENTIALS = beside('env-credentials', import.meta.url);
const LEFT_OUT = beside('left-out', import.meta.url);

/** What every bundle has in common. */
export const NODE_OPTIONS = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  legalComments: 'none',
  logLevel: 'silent',
} as const satisfies BuildOptions;

/** Whoever imports a module of Node loads all that it exports, on demand or not; `require` does not. */
export const COMMONJS = {
  format: 'cjs',
  supported: { 'dynamic-import': false },
} as const satisfies BuildOptions;

/** For code of ours alone: it uses of the AWS SDK less than the SDK brings along. */
export const OUR_OPTIONS = {
  ...NODE_OPTIONS,
  minify: true,
  // Without `module` first, the SDK's CommonJS builds are taken: no tree shaking, 130 KB more.
  mainFields: ['module', 'main'],
  alias: {
    '@aws-sdk/credential-provider-node': ENV_CREDENTIALS,
    '@smithy/core/event-streams': LEFT_OUT,
    bowser: LEFT_OUT,
  },
} satisfies BuildOptions;
