/** Waits for the stage of the black-box tests, which is started while other tests run. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Name of the file that says that the stage has started; it holds what went wrong, if anything did. */
export const STAGE_STARTED = 'stage-started';

/** @throws Error with what kept the stage from starting */
export async function stageStarted(folder: string): Promise<void> {
  const file = path.join(folder, STAGE_STARTED);
  const deadline = performance.now() + 60_000;
  while (!existsSync(file)) {
    if (performance.now() > deadline) throw new Error('The stage was not started within a minute.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const error = readFileSync(file, 'utf8');
  if (error !== '') throw new Error(`The stage could not be started: ${error}`);
}
