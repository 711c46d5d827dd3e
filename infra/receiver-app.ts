import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { type Bundles, type Entry, RECEIVER_ENTRIES, WIDGET_ENTRIES } from './bundles.ts';
import { parseConfiguration } from './configuration.ts';
import { ConfigurationInvalid } from './configuration/configuration-invalid.ts';
import { ReceiverStack } from './receiver-stack.ts';

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

/** The functions that these stages need. Throws ConfigurationInvalid. */
export function entriesOf(stages: WrittenStages): readonly Entry[] {
  const withWidget = Object.entries(stages).some(
    ([stage, written]) => parseConfiguration(stage, written).widget,
  );
  return withWidget ? [...RECEIVER_ENTRIES, ...WIDGET_ENTRIES] : RECEIVER_ENTRIES;
}

/** One stack per stage, with the rules that every synthesis checks. Throws ConfigurationInvalid. */
export function addStacks(
  app: App,
  stages: WrittenStages,
  bundles: Bundles,
): readonly ReceiverStack[] {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  return Object.entries(stages).map(([stage, written]) => {
    const configuration = parseConfiguration(stage, written);
    return new ReceiverStack(app, `smile-${stage}`, { stage, configuration, bundles });
  });
}
