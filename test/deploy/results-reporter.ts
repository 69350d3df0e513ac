/** A reporter for jest: writes what was counted, as JSON, to the file that TOLLGATE_TEST_RESULTS names. */
import { writeFileSync } from 'node:fs';

/** By jest's own names, as in what `--json` writes. */
export interface Counts {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  /** Files that could not be run at all. */
  readonly numRuntimeErrorTestSuites: number;
}

export default class ResultsReporter {
  onRunComplete(_: unknown, results: Counts): void {
    const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = results;
    const counts: Counts = { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites };
    writeFileSync(process.env.TOLLGATE_TEST_RESULTS ?? '', JSON.stringify(counts));
  }
}
