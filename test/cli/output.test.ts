import { describe, expect, test } from '@jest/globals';
import { createOutput } from '#cli/output/output.ts';
import { stylesFor } from '#cli/output/styles.ts';
import { formatFields, formatList, formatTable } from '#cli/output/table.ts';
import { printable, safeJson } from '#cli/output/terminal-text.ts';

const plain = stylesFor({}, {});
const columns = [
  { heading: 'name', value: ({ name }: { readonly name: string }) => name },
  { heading: 'empty', value: () => undefined },
];

describe('output', () => {
  test('aligns columns, and marks what is absent', () => {
    expect(formatTable([{ name: 'a' }, { name: 'longer' }], columns, plain)).toBe(
      'NAME    EMPTY\na       -\nlonger  -\n',
    );
  });

  test.each([
    [13, 'NAME    EMPTY\na       -\nlonger  -\n'],
    [12, 'name  a\n\nname  longer\n'],
    [undefined, 'NAME    EMPTY\na       -\nlonger  -\n'],
  ])('on a terminal of %s columns shows a table if it fits, and else one thing below the other', (width, expected) => {
    expect(formatList([{ name: 'a' }, { name: 'longer' }], columns, plain, width)).toBe(expected);
  });

  test('is as wide as it looks, whatever its colours', () => {
    const coloured = stylesFor({ isTTY: true }, {});

    expect(formatList([{ name: 'a' }], columns, coloured, 11)).toContain('a     -');
  });

  test('leaves absent fields out of a single thing', () => {
    expect(formatFields({ name: 'a' }, columns, plain)).toBe('name  a\n');
  });

  test.each([
    ['\u001b[31mred', '?[31mred'],
    ['a\nb\r\tc', 'a?b??c'],
    ['\u009b31m', '?31m'],
    ['\u202etxt.exe', '?txt.exe'],
    ['zero\u200bwidth', 'zero?width'],
    ['\ud800', '?'],
    ['Ünïcode 日本', 'Ünïcode 日本'],
  ])('makes %j harmless', (text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  test('keeps values in JSON as they are, escaped', () => {
    const value = { name: '\u202e\u009b31m\u001b[0m\n' };

    expect(safeJson(value)).toMatch(/^[\x20-\x7e\n]+$/);
    expect(JSON.parse(safeJson(value))).toEqual(value);
  });

  test.each([
    [{ isTTY: true }, {}, true],
    [{ isTTY: true }, { NO_COLOR: '1' }, false],
    [{ isTTY: true }, { TERM: 'dumb' }, false],
    [{ isTTY: false }, {}, false],
    [{}, {}, false],
  ])('on %j with %j is coloured: %s', (stream, env, coloured) => {
    expect(stylesFor(stream, env).bold('x') !== 'x').toBe(coloured);
  });

  test('puts an empty line between parts, and leaves out those that are empty', () => {
    const shown = (format: 'table' | 'json') => {
      const written: unknown[] = [];
      const stream = { columns: 80, write: (text: unknown) => written.push(text) };
      const parts = [() => 'a\n', () => '', (_: unknown, width: number | undefined) => `${width}\n`];
      createOutput({ stdout: stream, stderr: stream, env: {} }, format).parts({ whole: true }, parts);
      return written.join('');
    };

    expect(shown('table')).toBe('a\n\n80\n');
    expect(shown('json')).toBe('{\n  "whole": true\n}\n');
  });

  test('makes the body of somebody else harmless on a terminal alone', () => {
    const written: unknown[] = [];
    const stream = (isTTY: boolean) => ({ isTTY, write: (text: unknown) => written.push(text) });
    const body = new TextEncoder().encode('a\u001b[2J\n');

    for (const isTTY of [true, false])
      createOutput({ stdout: stream(isTTY), stderr: stream(false), env: {} }, 'table').raw(body);

    expect(written).toEqual(['a?[2J\n', body]);
  });
});
