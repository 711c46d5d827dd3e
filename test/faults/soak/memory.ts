import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Kinds of processes of a soak. */
export type ProcessKind = 'main' | 'sqs and s3 engine' | 'dynamodb engine' | 'ingress' | 'worker';

/** The largest resident size that a process of each kind was seen with, in megabytes. */
export interface MemoryWatch {
  peaks(): Readonly<Partial<Record<ProcessKind, number>>>;
  stop(): void;
}

const EVERY_MS = 5000;

/** Looks at this process and all below it. */
export function watchMemory(): MemoryWatch {
  const peaks: Partial<Record<ProcessKind, number>> = {};
  const look = async () => {
    const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,rss=,args=']);
    for (const { kind, megabytes } of measured(stdout)) {
      peaks[kind] = Math.max(peaks[kind] ?? 0, megabytes);
    }
  };
  // A look that fails is made up for by the next one.
  const timer = setInterval(() => void look().catch(() => undefined), EVERY_MS);
  return { peaks: () => peaks, stop: () => clearInterval(timer) };
}

function measured(listing: string) {
  const lines = listing.split('\n').flatMap((line) => {
    const [, pid, parent, rss, args = ''] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid ? [{ pid: Number(pid), parent: Number(parent), rss: Number(rss), args }] : [];
  });
  const ours = lines.filter(({ pid, parent }) => pid === process.pid || parent === process.pid);
  return ours.flatMap(({ pid, rss, args }) => {
    const kind = pid === process.pid ? 'main' : kindOf(args);
    return kind ? [{ kind, megabytes: Math.round(rss / 1024) }] : [];
  });
}

function kindOf(args: string): ProcessKind | undefined {
  if (args.includes('engines/sqs-s3')) return 'sqs and s3 engine';
  if (args.includes('engines/dynamodb')) return 'dynamodb engine';
  if (args.includes('/ingress/')) return 'ingress';
  return args.includes('/worker/') ? 'worker' : undefined;
}
