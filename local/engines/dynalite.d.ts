/** The part of dynalite that is used here; it ships no types. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface DynaliteOptions {
    /** Directory of its LevelDB store. */
    path: string;
    /** How long a new table stays in CREATING. */
    createTableMs: number;
  }

  export default function dynalite(options: DynaliteOptions): Server;
}
