import { z } from 'zod';
import { addresses } from './configuration/addresses.ts';
import { ConfigurationInvalid } from './configuration/configuration-invalid.ts';
import { handlers } from './configuration/handlers.ts';
import { logPeriods } from './configuration/log-periods.ts';
import { isTopicOf, monitoring } from './configuration/monitoring.ts';
import { retry } from './configuration/retry.ts';
import { sentenceOf } from './configuration/sentence.ts';
import { isOfOneMachine, widget } from './configuration/widget.ts';
import { SMILE_ADDRESS } from './settings.ts';

const days = z.int('must be a whole number of days').min(1, 'must be one day at least');

/** Everything that a stage can set, with its defaults. */
export const stageSchema = z
  .strictObject({
    /** Smile's mode. `production` keeps its data when the stack goes, `sandbox` goes away whole. */
    mode: z.enum(['sandbox', 'production'], 'must be "sandbox" or "production"'),
    /** The AWS account of the stage: a deployment into another one stops. Default: any. */
    account: z
      .string()
      .regex(/^\d{12}$/, 'must be the twelve digits of an AWS account, in quotes')
      .exactOptional(),
    /** The region of the stage: a deployment into another one stops. Default: any. */
    region: z
      .string()
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region, such as ap-southeast-1')
      .exactOptional(),
    /** Who may call `POST /webhooks`. Default: the one address that Smile documents. */
    allowedAddresses: addresses.min(1, 'must name an address').default([SMILE_ADDRESS]),
    /** More of them, for trying out: an office, a laptop. Sandbox only. */
    extraAddresses: addresses.default([]),
    /** A name of your own; the API's default endpoint is switched off then. */
    customDomain: z
      .strictObject({
        domainName: z.hostname('must be a host name, such as hooks.example.com'),
        certificateArn: z
          .string()
          .regex(
            /^arn:[a-z-]+:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]+$/,
            "must be the ARN of a certificate in ACM, in the stack's own region",
          ),
      })
      .exactOptional(),
    retentionDays: z
      .strictObject({
        /** Rows of the ledger: how long an event is known, and never handled again. */
        ledger: days.default(90),
        /** Bodies in the bucket. */
        bodies: days.default(90),
        logs: days
          .refine((value) => logPeriods.has(value), {
            error: `must be one of CloudWatch's periods: ${[...logPeriods.keys()].join(', ')}`,
          })
          .default(30),
      })
      .prefault({}),
    /** Workers at a time. A fresh AWS account has ten executions in all. */
    workerConcurrency: z
      .int('must be a whole number')
      .min(2, 'must be 2 at least, the least that an event source mapping takes')
      .max(1000, 'must be 1000 at most')
      .default(5),
    /** WARN and ERROR are not offered: Lambda would drop the metrics, which are lines of level INFO. */
    logLevel: z
      .enum(['DEBUG', 'INFO'], 'must be "DEBUG" or "INFO": above INFO Lambda drops the metrics too')
      .default('INFO'),
    /** Days that the bus keeps its announcements for a replay; 0: none. */
    archiveDays: z.int('must be a whole number of days').min(0, 'must be 0 or more').default(0),
    /**
     * Where the gateway's access logs go: a log group, if your account has API Gateway's role for
     * CloudWatch, or a Firehose. Neither is made here, the role is one per account and region. The
     * widget's API writes to a log group alone.
     */
    accessLogDestinationArn: z
      .string()
      .regex(
        /^arn:[a-z-]+:(logs:[a-z0-9-]+:\d{12}:log-group:[^*]+|firehose:[a-z0-9-]+:\d{12}:deliverystream\/amazon-apigateway-.+)$/,
        'must be the ARN of a log group, or of a Firehose whose name begins with amazon-apigateway-',
      )
      .exactOptional(),
    handlers: handlers.prefault({}),
    retry: retry.prefault({}),
    /** The Wink Widget in your pages. Default: none, and nothing of it is deployed. */
    widget: widget.exactOptional(),
    monitoring: monitoring.prefault({}),
  })
  .refine(({ mode, extraAddresses }) => mode === 'sandbox' || extraAddresses.length === 0, {
    path: ['extraAddresses'],
    error: 'must be empty outside of sandbox: move what belongs there to allowedAddresses',
  })
  .refine(({ mode, widget: its }) => mode === 'sandbox' || !its?.origins.some(isOfOneMachine), {
    path: ['widget', 'origins'],
    error:
      'must begin with https:// each outside of sandbox: http is for a page on your own machine',
  })
  .refine(({ region, monitoring: its }) => isTopicOf(region, its.alarmTopic), {
    path: ['monitoring', 'alarmTopic'],
    error: "must be a topic of the stage's own region: alarms reach no other",
  });

/** What is written down for a stage, in `stages.ts`. */
export type StageConfiguration = z.input<typeof stageSchema>;

/** The same, checked and complete. */
export type Configuration = z.output<typeof stageSchema>;

/**
 * Checks what is written down for a stage.
 *
 * @param where it is written down, for the sentence
 * @throws ConfigurationInvalid
 */
export function parseConfiguration(
  stage: string,
  written: unknown,
  where = `infra/stages.ts, stage ${stage}`,
): Configuration {
  const { success, data, error } = stageSchema.safeParse(written);
  if (success) return data;
  throw new ConfigurationInvalid(sentenceOf(where, written, stageSchema, error));
}
