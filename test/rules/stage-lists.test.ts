import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { beyondTheEmulator, filesLeftOut, leftOut, notInTheEmulator } from '../deploy/lists.ts';
import { findEntry, findStaleTitles, judgeException, type TitleList } from '../deploy/title-list.ts';

const folder = 'test/conformance';
const files = readdirSync(folder).map((file) => file.replace(/\.test\.ts$/, ''));

describe('the lists of conformance tests that a deployed stage is not held to', () => {
  const lists = [...leftOut, ...beyondTheEmulator, ...notInTheEmulator];

  test('name files that there are, each with a reason that ends with a full stop', () => {
    for (const { because, tests } of lists) {
      expect(because).toMatch(/^[A-Z].+\.$/);
      for (const file of Object.keys(tests)) expect(files).toContain(file);
    }
  });

  test('leave out every file that reads the logs of the embedded host, or some of its tests', () => {
    const reading = files.filter((file) =>
      /\b(allLogs|functionLog)\(/.test(readFileSync(`${folder}/${file}.test.ts`, 'utf8')),
    );
    const listed = leftOut.flatMap(({ tests }) => Object.keys(tests));

    expect(reading.filter((file) => !listed.includes(file))).toEqual([]);
  });

  test('leave some files out as a whole', () => {
    expect(filesLeftOut).toContain('restart.test.ts');
    expect(filesLeftOut.length).toBeLessThan(files.length / 4);
  });
});

describe('a test that is listed as one that must fail', () => {
  const entry: TitleList = { because: 'Why.', tests: { scope: ['a › b', /^c › /], restart: 'all' } };

  test.each([
    ['scope', 'a › b', true],
    ['scope', 'c › anything', true],
    ['scope', 'a › b › c', false],
    ['token-endpoint', 'a › b', false],
    ['restart', 'anything', true],
  ])('is found by file and title: %s, %s: %p', (file, title, found) => {
    expect(findEntry([entry], file, title) !== undefined).toBe(found);
  });

  test('is missed where no test is called so any more', () => {
    expect(findStaleTitles([entry], 'scope', ['a › b', 'd'])).toEqual(['/^c › /']);
    expect(findStaleTitles([entry], 'scope', ['c › d'])).toEqual(['a › b']);
    expect(findStaleTitles([entry], 'restart', [])).toEqual([]);
  });

  test('is excused when it fails by what it expects, and needs no excuse when it passes', () => {
    expect(judgeException(entry, 'expect(received).toBe(expected)')).toBe('is excused');
    expect(judgeException(entry, undefined)).toBe('needs no excuse');
    expect(judgeException(undefined, 'anything')).toBe('counts as it is');
  });

  test.each([
    'connect ECONNREFUSED 127.0.0.1:1',
    'No answer from https://x within 15 s.',
    'Exceeded timeout of 20000 ms',
  ])('is not excused by an answer that did not come: %s', (failure) => {
    expect(judgeException(entry, failure)).toBe('counts as it is');
  });
});
