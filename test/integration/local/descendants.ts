import { execFileSync } from 'node:child_process';

/** A process, with the command line it was started with. */
export interface ProcessLine {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** The children of a process, and theirs. */
export function descendantsOf(pid: number): ProcessLine[] {
  const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, self, parent, command]) => ({
      pid: Number(self),
      parent: Number(parent),
      command: command ?? '',
    }));
  const below = (parent: number): ProcessLine[] =>
    all.flatMap((each) => (each.parent === parent ? [each].concat(below(each.pid)) : []));
  return below(pid);
}

/** Whether a process still runs; one that has ended and waits for its parent to notice does not. */
export function isAlive(pid: number): boolean {
  try {
    const state = execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
    return !state.startsWith('Z');
  } catch {
    return false;
  }
}
