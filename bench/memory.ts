import type { Bundles } from './bundles.ts';
import { runChild } from './child.ts';
import type { startEngines } from './engines.ts';
import { rounded } from './median.ts';

/** What a soaked child is told. */
export interface SoakTask {
  readonly kind: 'ingress' | 'worker';
  readonly file: string;
  readonly events: number;
  readonly samples: number;
}

/** Its memory, each time right after a garbage collection. */
export interface Soaked {
  readonly samples: readonly {
    readonly events: number;
    readonly rssMiB: number;
    readonly heapMiB: number;
  }[];
}

const SAMPLES = 20;

/** Memory of one process over many events: what is there after each quarter of them. */
export async function benchMemory(
  { files }: Bundles,
  { environment }: Awaited<ReturnType<typeof startEngines>>,
  events: number,
) {
  const measure = async (kind: SoakTask['kind']) => {
    const task: SoakTask = { kind, file: files[kind], events, samples: SAMPLES };
    const { samples } = await runChild<Soaked>('soak', task, environment);
    const at = [0.25, 0.5, 0.75, 1].map((part) => samples[SAMPLES * part - 1]);
    return {
      rssMiB: at.map((sample) => rounded(sample?.rssMiB ?? Number.NaN, 1)),
      heapMiB: at.map((sample) => rounded(sample?.heapMiB ?? Number.NaN, 1)),
    };
  };
  return { events, ingress: await measure('ingress'), worker: await measure('worker') };
}
