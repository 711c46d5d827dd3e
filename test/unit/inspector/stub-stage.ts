import type { Stage } from '../../../operations/stage.ts';

/** A stage that is never asked. */
export const STUB = {
  title: 'production · ap-southeast-1',
  option: ' --stage production',
  isLocal: false,
  operator: () => Promise.resolve('ann'),
} as unknown as Stage;
