/**
 * How something stands: `unseen` could not be looked at, `not-here` is nothing that this receiver has. Only what was
 * seen to be well is `fine`.
 */
export type Mark = 'fine' | 'warning' | 'problem' | 'unseen' | 'not-here';

/** What a check has found. It holds no secret and nothing of an event's body. */
export interface Finding {
  readonly mark: Mark;
  readonly says: string;
  /** A command or one sentence. */
  readonly cure?: string | undefined;
  /** What it was judged by. */
  readonly evidence?: Readonly<Record<string, Evidence>> | undefined;
}

type Evidence = string | number | boolean | readonly string[] | undefined;

export const fine = (says: string): Finding => ({ mark: 'fine', says });
export const warning = (says: string, cure: string): Finding => ({ mark: 'warning', says, cure });
export const problem = (says: string, cure: string): Finding => ({ mark: 'problem', says, cure });
export const notHere = (says: string): Finding => ({ mark: 'not-here', says });

const WORST_FIRST: readonly Mark[] = ['problem', 'unseen', 'warning', 'fine', 'not-here'];

/** One finding of several: the worst mark, what all of that mark say, and the first one's cure. */
export function worstOf(findings: readonly [Finding, ...(Finding | undefined)[]]): Finding {
  const all = findings.filter((finding) => finding !== undefined);
  const mark = WORST_FIRST.find((each) => all.some((finding) => finding.mark === each));
  const worst = all.filter((finding) => finding.mark === mark);
  return { ...(worst[0] ?? findings[0]), says: worst.map(({ says }) => says).join('; ') };
}
