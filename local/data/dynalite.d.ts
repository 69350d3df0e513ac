declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** What this host uses of dynalite; times in ms. */
  interface DynaliteOptions {
    readonly path: string;
    readonly createTableMs: number;
    readonly deleteTableMs: number;
    readonly updateTableMs: number;
  }

  export default function dynalite(options: DynaliteOptions): Server;
}
