import type { benchBoot } from '../boot.ts';
import type { benchCpu } from '../cpu.ts';
import type { benchGrowth } from '../growth.ts';
import type { benchMemory } from '../memory.ts';
import type { benchRequests } from '../requests.ts';
import type { Throughput } from '../throughput.ts';

/** When something was measured, and on what. */
export interface Machine {
  readonly at: string;
  readonly node: string;
  readonly architecture: string;
  readonly cores: number;
  /** Processes that wanted a core in the last minute, before the run began. */
  readonly load: number;
}

/** The throughput of the local run, measured alone or with the rest. */
export interface ThroughputResults {
  readonly machine: Machine;
  readonly throughput: Throughput;
}

/** All that one run has measured. */
export interface Results extends ThroughputResults {
  /** That the whole took. */
  readonly minutes: number;
  readonly runs: number;
  readonly boot: Awaited<ReturnType<typeof benchBoot>>;
  readonly cpu: Awaited<ReturnType<typeof benchCpu>>;
  readonly requests: Awaited<ReturnType<typeof benchRequests>>;
  readonly growth: Awaited<ReturnType<typeof benchGrowth>>;
  readonly memory: Awaited<ReturnType<typeof benchMemory>>;
}
