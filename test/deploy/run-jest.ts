/** Runs one of the projects of jest.deploy.config.js. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { Counts } from './results-reporter.ts';

export interface JestRun {
  readonly exitCode: number;
  readonly counts: Counts;
}

/** A run that was ended before it could count is one failure. */
const NOTHING: Counts = { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, numRuntimeErrorTestSuites: 0 };

/** @param results the file for what is counted */
export async function runJest(
  project: string,
  results: string,
  words: readonly string[],
  signal: AbortSignal,
): Promise<JestRun> {
  const child = spawn(
    process.execPath,
    [
      ...['--disable-warning=ExperimentalWarning', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js'],
      ...['--config', 'jest.deploy.config.js', '--selectProjects', project, ...words],
    ],
    { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, TOLLGATE_TEST_RESULTS: results } },
  );
  const end = () => child.kill();
  signal.addEventListener('abort', end, { once: true });
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
  signal.removeEventListener('abort', end);
  return { exitCode, counts: existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : NOTHING };
}

export function sumCounts(all: readonly Counts[]): Counts {
  const sum = (count: keyof Counts) => all.reduce((total, one) => total + one[count], 0);
  return {
    numPassedTests: sum('numPassedTests'),
    numFailedTests: sum('numFailedTests'),
    numPendingTests: sum('numPendingTests'),
    numRuntimeErrorTestSuites: sum('numRuntimeErrorTestSuites'),
  };
}
