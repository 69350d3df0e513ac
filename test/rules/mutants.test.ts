import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readMutant, readMutants } from '#test/mutants/mutant.ts';
import { outcomeOf, type TestReport } from '#test/mutants/named-tests.ts';
import { applyPatch } from '#test/mutants/patching.ts';
import { hasTest } from '#test/support/test-titles.ts';

const mutants = readMutants();

describe('test/mutants', () => {
  test('there is a mutant for each protection', () => {
    expect(mutants.length).toBeGreaterThan(35);
  });

  test.each(mutants)('$name still applies, to the product alone', ({ file }) => {
    const changed = Array.from(
      readFileSync(file, 'utf8').matchAll(/^\+\+\+ b\/(.*)$/gm),
      ([, changedFile]) => changedFile,
    );

    expect(applyPatch('.', file, '--check')).toBeUndefined();
    expect(changed).toEqual(changed.map(() => expect.stringMatching(/^(core|adapters|lambdas|lib|local)\/.+\.ts$/)));
    expect(changed.length).toBeGreaterThan(0);
  });

  test.each(mutants)('$name is killed by a test that exists', ({ testFile, testTitle }) => {
    expect(hasTest(readFileSync(testFile, 'utf8'), testTitle)).toBe(true);
  });

  test.each([
    ['neither', 'diff --git a/x b/x\n'],
    ['no test', 'Breaks it.\n\ndiff --git a/x b/x\n'],
    ['no sentence', 'Killed by: test/x.test.ts › says so\n\ndiff --git a/x b/x\n'],
    ['no title', 'Breaks it.\nKilled by: test/x.test.ts\n\ndiff --git a/x b/x\n'],
  ])('a patch with %s is refused', (_, text) => {
    expect(() => readMutant('test/mutants/broken.patch', text)).toThrow('test/mutants/broken.patch must begin with');
  });

  test('a patch that does not fit is told', () => {
    expect(applyPatch('.', 'test/mutants/no-such.patch', '--check')).toContain('no-such.patch');
  });
});

describe('the outcome for a mutant', () => {
  const named = { testFile: 'test/a.test.ts', testTitle: 'says so' };

  function aReport(title: string, status: string, failure: string | undefined, message = ''): TestReport {
    const assertionResults =
      status === 'none' ? [] : [{ title, status, failureMessages: failure === undefined ? [] : [failure] }];
    return { testResults: [{ name: path.resolve('test/a.test.ts'), message, assertionResults }] };
  }

  test.each<[string, string, TestReport | undefined]>([
    ['an assertion of its test fails', 'failed', aReport('says so', 'failed', 'Error: expect(received).toBe(1)')],
    ['a property in it fails', 'failed', aReport('says so', 'failed', 'Error: Property failed after 3 tests')],
    ['its test passes', 'passed', aReport('says so', 'passed', undefined)],
    ['its test breaks down', 'broken', aReport('says so', 'failed', 'TypeError: x is not a function\nexpect(')],
    ['its test takes too long', 'broken', aReport('says so', 'failed', 'thrown: "Exceeded timeout of 20000 ms"')],
    ['its test is not run', 'missing', aReport('says so', 'pending', undefined)],
    ['another test fails', 'missing', aReport('says so twice', 'failed', 'Error: expect(received)')],
    ['its test cannot be read', 'broken', aReport('', 'none', undefined, 'SyntaxError')],
    ['there is no report', 'broken', undefined],
  ])('is, when %s, %s', (_, outcome, report) => {
    expect(outcomeOf(report, named)).toBe(outcome);
  });
});
