import type { Bundles } from './bundles.ts';
import { runChild } from './child.ts';
import { environmentOf } from './environment.ts';
import { SECRET } from './events.ts';
import { rounded } from './median.ts';
import { startStandIn } from './stand-in.ts';

/** What a soaked child is told. */
export interface SoakTask {
  readonly kind: 'ingress' | 'worker';
  readonly file: string;
  /** Four at least. */
  readonly events: number;
}

/** Its memory after each quarter of the events, each time right after a garbage collection. */
export interface Soaked {
  readonly rssMiB: readonly number[];
  readonly heapMiB: readonly number[];
}

/** Memory of one process over many events, of the ingress and of the worker. */
export async function benchMemory({ files }: Bundles, events: number) {
  const standIn = await startStandIn(SECRET);
  const environment = environmentOf(standIn.url);
  const measure = async (kind: SoakTask['kind']): Promise<Soaked> => {
    const task: SoakTask = { kind, file: files[kind], events };
    const { rssMiB, heapMiB } = await runChild<Soaked>('soak', task, environment);
    return { rssMiB: toTenths(rssMiB), heapMiB: toTenths(heapMiB) };
  };
  try {
    return { events, ingress: await measure('ingress'), worker: await measure('worker') };
  } finally {
    standIn.stop();
  }
}

function toTenths(values: readonly number[]): number[] {
  return values.map((value) => rounded(value, 1));
}
