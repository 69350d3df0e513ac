/** The conformance tests on a deployed stage: what makes no sense there is left out, and what the stage cannot do must fail. */
import path from 'node:path';
import { TestEnvironment } from 'jest-environment-node';
import { beyondTheEmulator, beyondTheSampleBackend, leftOut, notInTheEmulator } from './lists.ts';
import { findEntry, findStaleTitles, judgeException } from './title-list.ts';

/** As much of jest-circus as is needed here. */
interface Test {
  readonly name: string;
  readonly parent: Describe;
  mode?: string | null;
  errors: unknown[];
}
interface Describe {
  readonly name: string;
  readonly parent?: Describe;
}
type TestEvent = {
  readonly name: 'test_start' | 'test_fn_failure' | 'test_done';
  readonly test: Test;
  readonly error?: unknown;
};

const { TOLLGATE_TEST_EMULATOR: emulator, TOLLGATE_TEST_BACKEND: backend } = process.env;
const skipped = [
  ...leftOut,
  ...(emulator === undefined ? [] : beyondTheEmulator),
  ...(backend === undefined ? beyondTheSampleBackend : []),
];
const failing = emulator === undefined ? [] : notInTheEmulator;

export default class StageEnvironment extends TestEnvironment {
  private readonly file: string;
  private readonly titles: string[] = [];
  private readonly failed = new Map<Test, string>();

  constructor(...[config, context]: ConstructorParameters<typeof TestEnvironment>) {
    super(config, context);
    this.file = path.basename(context.testPath, '.test.ts');
  }

  handleTestEvent(event: TestEvent | { readonly name: 'run_finish' }): void {
    switch (event.name) {
      case 'test_start':
        this.titles.push(titleOf(event.test));
        if (findEntry(skipped, this.file, titleOf(event.test)) !== undefined) event.test.mode = 'skip';
        break;
      case 'test_fn_failure':
        this.failed.set(event.test, textOf(event.error));
        break;
      case 'test_done':
        this.judge(event.test);
        break;
      case 'run_finish':
        this.expectKnownTitles();
        break;
    }
  }

  /** A test that is listed passes by failing, for as long as it does. */
  private judge(test: Test): void {
    const entry = findEntry(failing, this.file, titleOf(test));
    // A failure of what comes before the test is one of the stage.
    if (test.errors.length > 0 && !this.failed.has(test)) return;
    switch (judgeException(entry, this.failed.get(test))) {
      case 'is excused':
        test.errors = [];
        break;
      case 'needs no excuse':
        test.errors = [
          new Error(`This exception is no longer needed: ${entry?.because} Take it off test/deploy/lists.ts.`),
        ];
        break;
      case 'counts as it is':
        break;
    }
  }

  private expectKnownTitles(): void {
    const stale = findStaleTitles([...skipped, ...failing], this.file, this.titles);
    if (stale.length > 0)
      throw new Error(`test/deploy/lists.ts names tests that ${this.file} lacks: ${stale.join(', ')}`);
  }
}

function titleOf(test: Test): string {
  const names = [test.name];
  for (let block: Describe | undefined = test.parent; block?.parent !== undefined; block = block.parent)
    names.unshift(block.name);
  return names.join(' › ');
}

/** With its cause. What a test throws is no Error of this realm. */
function textOf(error: unknown): string {
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? textOf(error.cause) : '';
  return `${error} ${cause}`;
}
