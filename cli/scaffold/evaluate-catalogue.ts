/** Runs the file of a catalogue in a process of its own: it is code, and an earlier run of it would be remembered. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

/** @returns the outline of the catalogue, or its problems */
export type EvaluateCatalogue = (file: string) => Promise<unknown>;

const PRINTER = path.resolve(import.meta.dirname, '../../bin/print-catalogue.ts');

export const evaluateCatalogue: EvaluateCatalogue = async (file) => {
  const { stdout } = await promisify(execFile)(process.execPath, [PRINTER, file], { maxBuffer: 64 * 1024 * 1024 });
  // Whatever else the operator's files print comes before it.
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
};
