/** The steps of a setup, in their order. */
export const SETUP_STEPS = ['account', 'deploy', 'webhook', 'proof'] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

/** What `smile setup` takes. */
export interface SetupOptions {
  readonly stage: string;
  readonly only?: SetupStep;
  readonly from?: SetupStep;
  readonly skip?: SetupStep;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly confirm?: string;
}

/** What a step has to say: one sentence. */
export interface StepOutcome {
  readonly says: string;
  readonly hasFailed?: true;
}

/** Looks first, then does what is missing. */
export type DoStep = (stage: string, options: SetupOptions) => Promise<StepOutcome>;
