/** Runs tests by file and title, and reads from Jest's report how they went. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Mutant } from './mutant.ts';

/** The part of Jest's report that matters here. */
export interface TestReport {
  readonly testResults: readonly {
    /** Absolute path. */
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
}

export type TestName = Pick<Mutant, 'testFile' | 'testTitle'>;

/** Far more than any test takes; a mutant may have one go on for ever. */
const PATIENCE = 120_000;

/** @returns undefined when Jest left no report: it broke down, or did not come to an end */
export async function runTests(
  root: string,
  tests: readonly TestName[],
  workers: number,
): Promise<TestReport | undefined> {
  const report = path.join(root, '.mutant-report.json');
  const projects = new Set(tests.map(({ testFile }) => (testFile.startsWith('test/conformance/') ? 'system' : 'unit')));
  const titles = [...new Set(tests.map(({ testTitle }) => testTitle.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))];
  const jest = spawn(
    process.execPath,
    [
      ...['--disable-warning=ExperimentalWarning', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js'],
      ...['--selectProjects', ...projects],
      ...(workers === 1 ? ['--runInBand'] : [`--maxWorkers=${workers}`]),
      ...['--silent', '--json', `--outputFile=${report}`, '--cacheDirectory', path.join(root, '.jest-cache')],
      ...['--testNamePattern', `(^| )(${titles.join('|')})$`],
      ...['--runTestsByPath', ...new Set(tests.map(({ testFile }) => testFile))],
    ],
    { cwd: root, stdio: 'ignore', timeout: PATIENCE, env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' } },
  );
  const end = () => jest.kill();
  process.once('exit', end);
  await once(jest, 'exit');
  process.off('exit', end);
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return undefined;
  } finally {
    rmSync(report, { force: true });
  }
}

/** `failed` by an assertion; `broken` by anything else, which says nothing about what the test is for. */
export type Outcome = 'passed' | 'failed' | 'broken' | 'missing';

export function outcomeOf(report: TestReport | undefined, { testFile, testTitle }: TestName): Outcome {
  if (report === undefined) return 'broken';
  const found = report.testResults.filter(({ name }) => name.replaceAll(path.sep, '/').endsWith(`/${testFile}`));
  const named = found
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ title, status }) => title === testTitle && ['passed', 'failed'].includes(status));
  if (named.length === 0) return found.some(({ message }) => message !== '') ? 'broken' : 'missing';
  const messages = named.flatMap(({ failureMessages }) => failureMessages ?? []);
  if (messages.some(isAssertion)) return 'failed';
  return named.every(({ status }) => status === 'passed') ? 'passed' : 'broken';
}

/** Of Jest, or of fast-check, which says why in a cause that Jest's report leaves out. */
function isAssertion(message: string): boolean {
  return /^\w*Error: (expect\(|Property failed )/.test(message);
}
