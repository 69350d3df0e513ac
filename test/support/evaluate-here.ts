/** Evaluates a catalogue as `bin/print-catalogue.ts` does, in this process. */
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { EvaluateCatalogue } from '#cli/scaffold/evaluate-catalogue.ts';
import { outlineCatalogue } from '#lib/sources/outline-catalogue.ts';

/** From a copy beside it: a module that was imported once is never read again. */
export const evaluateHere: EvaluateCatalogue = async (file) => {
  const folder = path.dirname(file);
  const copy = mkdtempSync(path.join(path.dirname(folder), 'evaluated-'));
  try {
    cpSync(realpathSync(folder), copy, { recursive: true });
    const outline = await outlineCatalogue(() => import(path.join(copy, path.basename(file))), copy);
    return JSON.parse(JSON.stringify(outline).replaceAll(copy, folder));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
};
