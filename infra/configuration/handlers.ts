import { z } from 'zod';
import { isReserved } from '../functions/reserved-variables.ts';

const policy = z
  .strictObject({
    actions: z
      .array(
        z
          .string()
          .regex(
            /^[a-z0-9-]+:[A-Za-z0-9]+$/,
            'must name one action, such as dynamodb:GetItem, without a wildcard',
          ),
      )
      .min(1, 'must name an action'),
    resources: z
      .array(z.string().regex(/^(arn:|\*$|\$\{Token)/, 'must be an ARN'))
      .min(1, 'must name a resource'),
    wildcardReason: z
      .string()
      .min(10, 'must say in a sentence why no narrower resource would do')
      .exactOptional(),
  })
  .refine(
    ({ resources, wildcardReason }) =>
      wildcardReason !== undefined || !resources.some((resource) => resource.includes('*')),
    {
      path: ['wildcardReason'],
      error: 'must say why the resources hold a wildcard: add the reason, or name the resources',
    },
  );

const LOADERS = [
  'js',
  'jsx',
  'ts',
  'tsx',
  'json',
  'text',
  'base64',
  'binary',
  'dataurl',
  'empty',
] as const;

/** For what does not bundle in the usual way. */
const bundling = z.strictObject({
  /** Modules that are neither bundled nor in the asset, because nothing reaches them. */
  external: z.array(z.string().min(1, 'must name a module')).default([]),
  /** How files with other extensions are read, as in esbuild: `{ '.html': 'text' }`. */
  loader: z
    .record(
      z.string().regex(/^\./, 'must be an extension, such as .html'),
      z.enum(LOADERS, `must be one of ${LOADERS.join(', ')}`),
    )
    .default({}),
  /** Packages that are installed into the asset as they are: native addons. `cdk deploy` runs npm for them. */
  nodeModules: z.array(z.string().min(1, 'must name a package')).default([]),
});

/** The room for business code: where handlers are, and what they need of the infrastructure. */
const settings = z.strictObject({
  /**
   * The file whose default export is made by `createHandlers()`, by its path from the directory of `cdk.json`.
   * Default: in a clone `lambdas/handlers/smile-handlers.ts`, else none, so that every event is announced.
   */
  entry: z
    .string('must be the path of a file')
    .min(1, 'must be the path of a file')
    .exactOptional(),
  bundling: bundling.prefault({}),
  /** Variables that handlers read. No secrets: they are shown in the console; hand over their ARN. */
  environment: z
    .record(
      z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9_]+$/, 'must be made of letters, digits and underscores')
        .refine((name) => !isReserved(name), {
          error: 'is taken by the worker or by Lambda: choose another name',
        }),
      z.string('must be a string'),
    )
    .default({}),
  /** What handlers may do on AWS beside the worker's own needs. */
  policies: z.array(policy).default([]),
  /** The worker's timeout: business code gets 60 % of it. The visibility timeout is six times this. */
  timeoutSeconds: z
    .int('must be a whole number of seconds')
    .min(10, 'must be 10 at least: the bookkeeping around a handler needs them')
    .max(900, 'must be 900 at most, where Lambda ends')
    .default(30),
  memoryMegabytes: z
    .int('must be a whole number of megabytes')
    .min(128, 'must be 128 at least')
    .max(10_240, 'must be 10240 at most')
    .default(512),
  /**
   * A private network for the worker. It needs a way to SQS, DynamoDB, S3 and EventBridge: endpoints of
   * the VPC, or a NAT gateway.
   */
  vpc: z
    .strictObject({
      subnetIds: z
        .array(
          z
            .string()
            .regex(
              /^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/,
              'must be a subnet id, such as subnet-0a1b2c3d',
            ),
        )
        .min(1, 'must name a subnet'),
      securityGroupIds: z
        .array(
          z
            .string()
            .regex(
              /^sg-([0-9a-f]{8}|[0-9a-f]{17})$/,
              'must be a security group id, such as sg-0a1b2c3d',
            ),
        )
        .min(1, 'must name a security group'),
    })
    .exactOptional(),
});

/** Only the file, or all of it. */
export const handlers = z.preprocess(
  (written: string | z.input<typeof settings>) =>
    typeof written === 'string' ? { entry: written } : written,
  settings,
);
