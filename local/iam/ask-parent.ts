import type { ChildProcess } from 'node:child_process';
import type { Call, Judge } from './judge.ts';

/** What an engine's process asks its parent, who knows what functions may do. */
interface Question {
  readonly ask: number;
  readonly call: Call;
}

interface Reply {
  readonly toQuestion: number;
  readonly denied: string | undefined;
}

/** Bodies have keys of their own, so that a long run would keep one answer for each. */
const KEPT = 10_000;

/** A judge in a child process: it asks the parent about each call once, and remembers the answer. */
export function parentAsJudge(): Judge {
  const answers = new Map<string, Promise<string | undefined>>();
  const waiting = new Map<number, (denied: string | undefined) => void>();
  let asked = 0;
  process.on('message', (message: object) => {
    if (!('toQuestion' in message)) return;
    const { toQuestion, denied } = message as Reply;
    waiting.get(toQuestion)?.(denied);
    waiting.delete(toQuestion);
  });
  const ask = (call: Call) =>
    new Promise<string | undefined>((resolve) => {
      asked += 1;
      waiting.set(asked, resolve);
      process.send?.({ ask: asked, call } satisfies Question);
    });
  return (call) => {
    const key = JSON.stringify(call);
    const known = answers.get(key);
    if (known) return known;
    if (answers.size >= KEPT) answers.clear();
    const answer = ask(call);
    answers.set(key, answer);
    return answer;
  };
}

/** Answers what a child with {@link parentAsJudge} asks. */
export function answerQuestions(child: ChildProcess, judge: Judge): void {
  const answer = async ({ ask, call }: Question) => {
    const denied = await judge(call).catch((error: Error) => error.message);
    if (child.connected) child.send({ toQuestion: ask, denied } satisfies Reply);
  };
  child.on('message', (message: object) => {
    if ('ask' in message) void answer(message as Question);
  });
}
