import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Kills the processes of one of the widget's functions, whose ids the local run keeps to itself. */
export async function killFunction(name: string): Promise<void> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,args=']);
  for (const line of stdout.split('\n')) {
    const [, pid, parent, args = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    const isOurs = Number(parent) === process.pid && args.includes(`/widget/${name}/`);
    if (isOurs) process.kill(Number(pid), 'SIGKILL');
  }
}
