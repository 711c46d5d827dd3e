import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { checkPlace, deploymentPlace } from './check-environment.ts';
import { parseConfiguration, type StageConfiguration } from './configuration.ts';
import { ConfigurationInvalid } from './configuration/configuration-invalid.ts';
import { SmileReceiverStack } from './smile-receiver-stack.ts';

/** A stage's name, and what is written down for it. */
export type WrittenStages = Readonly<Record<string, unknown>>;

/**
 * The stages that were asked for: the one named, or all.
 *
 * @param name the context `stage`; undefined: it was not given
 * @throws ConfigurationInvalid
 */
export function chosenStages(stages: WrittenStages, name: unknown): WrittenStages {
  if (name === undefined) return stages;
  if (typeof name === 'string' && Object.hasOwn(stages, name)) return { [name]: stages[name] };
  const known = Object.keys(stages).join(', ');
  throw new ConfigurationInvalid(
    `There is no stage ${JSON.stringify(name)}: say -c stage=… with one of ${known}, or add it to infra/stages.ts.`,
  );
}

/** One stack per stage, with the rules that every synthesis checks. Throws ConfigurationInvalid, BundleFailed. */
export function addStacks(app: App, stages: WrittenStages): readonly SmileReceiverStack[] {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  for (const [stage, written] of Object.entries(stages)) {
    const where = `infra/stages.ts, stage ${stage}`;
    checkPlace(where, parseConfiguration(stage, written, where), deploymentPlace());
  }
  return Object.entries(stages).map(
    ([stage, written]) =>
      new SmileReceiverStack(app, `smile-${stage}`, {
        receiver: { ...(written as StageConfiguration), stage },
      }),
  );
}
