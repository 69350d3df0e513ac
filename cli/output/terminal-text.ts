/** Makes text that others chose harmless to a terminal: names must not move the cursor, colour lines or turn their direction. */

/** Control and format characters, line and paragraph separators, halves of characters; format covers what turns text around. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** For tables and messages: each unsafe character becomes a `?`. */
export function printable(text: string): string {
  return text.replaceAll(UNSAFE, '?');
}

/** For bodies that others made: lines and tabs stay. */
export function printableLines(bytes: string | Uint8Array): string {
  const text = typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes);
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(UNSAFE, (character) => (character === '\n' || character === '\t' ? character : '?'));
}

/** For JSON: each unsafe character is written as an escape, so that the value stays what it is. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replaceAll(UNSAFE, (character) =>
    character === '\n' ? character : [...unitsOf(character)].map(escapeOf).join(''),
  );
}

/** The width that a text takes in a terminal, as far as that can be told without tables of characters. */
export function widthOf(text: string): number {
  return [...text.replaceAll(/\p{M}/gu, '')].length;
}

function* unitsOf(character: string): Iterable<number> {
  for (let index = 0; index < character.length; index += 1) yield character.charCodeAt(index);
}

function escapeOf(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
