/** Runs one of the projects of jest.deploy.config.js, and adds up what several of them counted. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** As jest writes them. */
export interface TestResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly unknown[];
}

/** Resolves to the exit code. @param file for the results */
export function runJest(project: string, file: string, words: readonly string[], signal: AbortSignal): Promise<number> {
  const child = spawn(
    process.execPath,
    [
      ...['--disable-warning=ExperimentalWarning', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js'],
      ...['--config', 'jest.deploy.config.js', '--selectProjects', project, '--json', '--outputFile', file, ...words],
    ],
    // Results go to the file; as text, jest writes them to stderr.
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const stop = () => child.kill();
  signal.addEventListener('abort', stop, { once: true });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      signal.removeEventListener('abort', stop);
      resolve(code ?? 1);
    });
  });
}

/** A run that left no results counts as one failed test. */
export function sumResults(files: readonly string[]): TestResults {
  const nothing: TestResults = { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, testResults: [] };
  const all = files.map((file): TestResults => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : nothing));
  const sum = (name: 'numPassedTests' | 'numFailedTests' | 'numPendingTests') =>
    all.reduce((total, results) => total + results[name], 0);
  return {
    numPassedTests: sum('numPassedTests'),
    numFailedTests: sum('numFailedTests'),
    numPendingTests: sum('numPendingTests'),
    testResults: all.flatMap(({ testResults }) => testResults),
  };
}
