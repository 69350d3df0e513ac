import { describe, expect, test } from '@jest/globals';
import { createOutput } from '#cli/output/output.ts';
import { stylesFor } from '#cli/output/styles.ts';
import { formatFields, formatTable } from '#cli/output/table.ts';
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

  test('makes the body of somebody else harmless on a terminal alone', () => {
    const written: unknown[] = [];
    const stream = (isTTY: boolean) => ({ isTTY, write: (text: unknown) => written.push(text) });
    const body = new TextEncoder().encode('a\u001b[2J\n');

    for (const isTTY of [true, false])
      createOutput({ stdout: stream(isTTY), stderr: stream(false), env: {} }, 'table').raw(body);

    expect(written).toEqual(['a?[2J\n', body]);
  });
});
