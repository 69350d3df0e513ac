import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { titlesOf } from '#test/support/test-titles.ts';

const text = readFileSync('docs/conformance.md', 'utf8');
const [shown = '', deviations = ''] = text.split('\n## Deviations\n');
/** The cells of each row, without headings and rulers. */
const rowsOf = (part: string) =>
  part
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (requirement|what is not|---)/.test(line))
    .map((line) => line.slice(2, -2).split(' | '));

const references = rowsOf(shown).flatMap(([requirement, , tests = '']) =>
  tests.split('<br>').map((reference) => {
    const [, file = '', title = ''] = /^\[[\w-]+\]\(\.\.\/(test\/[^)]+)\) `([^`]+)`$/.exec(reference) ?? [];
    return { requirement, reference, file, title };
  }),
);

describe('docs/conformance.md', () => {
  test('names a source and a test for each requirement, and a source and a reason for each deviation', () => {
    expect(rowsOf(shown).length).toBeGreaterThan(50);
    expect(rowsOf(deviations).length).toBeGreaterThan(10);
    for (const row of [...rowsOf(shown), ...rowsOf(deviations)]) {
      expect(row).toEqual([
        expect.stringMatching(/./),
        expect.stringMatching(/^(RFC \d+|Fetch)/),
        expect.stringMatching(/./),
      ]);
    }
  });

  test('names tests that exist, by their titles', () => {
    const missing = references.filter(({ file, title }) => {
      const source = path.resolve(file);
      return file === '' || !existsSync(source) || !titlesOf(readFileSync(source, 'utf8')).has(title);
    });

    expect(missing).toEqual([]);
  });

  test('draws on every file that shows one subject of OAuth over HTTP', () => {
    for (const subject of [
      'token-endpoint',
      'client-authentication',
      'scope',
      'hostile-tokens',
      'introspection',
      'revocation',
    ]) {
      expect(references.some(({ file }) => file === `test/conformance/${subject}.test.ts`)).toBe(true);
    }
  });
});
