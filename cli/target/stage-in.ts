import { Misused } from '../misused.ts';

/** The stage of a command that has no local run to fall back on. @throws Misused */
export function stageIn({ stage }: { readonly stage?: string }): string {
  if (stage === undefined) throw new Misused('Name the stage: --stage NAME.');
  return stage;
}
