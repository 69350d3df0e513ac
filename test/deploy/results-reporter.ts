/** A reporter for jest: what was counted, as JSON in the file that TOLLGATE_TEST_RESULTS names. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AggregatedResult } from '@jest/test-result';

export default class ResultsReporter {
  onRunComplete(_: unknown, results: AggregatedResult): void {
    const file = process.env.TOLLGATE_TEST_RESULTS;
    if (file === undefined) return;
    const { numPassedTests, numFailedTests, numPendingTests, testResults } = results;
    const tests = testResults.flatMap(({ testFilePath, testResults: all }) => all.map(({ ancestorTitles, title, status, failureMessages }) => ({ file: path.basename(testFilePath), title: [...ancestorTitles, title].join(' › '), status, failureMessages })));
    writeFileSync(file, JSON.stringify({ numPassedTests, numFailedTests, numPendingTests, tests }, null, 1));
  }
}
