/** HTTP header fields as they stand on the wire: in order, repeated ones apart, names in the sender's case. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** @param raw names and values in turn, as `IncomingMessage.rawHeaders` has them */
export function headerListFrom(raw: readonly string[]): HeaderList {
  const headers: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) headers.push([raw[index] ?? '', raw[index + 1] ?? '']);
  return headers;
}

/** Every value of a header, whatever the case of its name. */
export function headerValues(headers: HeaderList, name: string): readonly string[] {
  const wanted = name.toLowerCase();
  return headers.filter(([candidate]) => candidate.toLowerCase() === wanted).map(([, value]) => value);
}

/** The last value of a header, whatever the case of its name. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  return headerValues(headers, name).at(-1);
}

/** @param names in lower case */
export function withoutHeaders(headers: HeaderList, names: ReadonlySet<string>): HeaderList {
  return headers.filter(([name]) => !names.has(name.toLowerCase()));
}

/** Sets one header, in place of all that have its name in any case. */
export function withHeader(headers: HeaderList, name: string, value: string): HeaderList {
  return [...withoutHeaders(headers, new Set([name.toLowerCase()])), [name, value]];
}

/** One value a name (the last one wins), as Lambda events have it. */
export function singleValueMap(pairs: HeaderList): Readonly<Record<string, string>> {
  return Object.fromEntries(pairs);
}

/** All values of each name, in order. */
export function multiValueMap(pairs: HeaderList): Readonly<Record<string, readonly string[]>> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  return Object.fromEntries(values);
}

/**
 * A value that can stand in a header field: control characters (a line break would start another field) become
 * spaces, and text beyond ASCII is written as UTF-8, byte by byte, because node sends headers as Latin-1.
 */
export function headerSafe(value: string): string {
  const printable = [...value].map((character) => (isControl(character) ? ' ' : character)).join('');
  return [...printable].every((character) => character.charCodeAt(0) < 0x80)
    ? printable
    : Buffer.from(printable, 'utf8').toString('latin1');
}

function isControl(character: string): boolean {
  const code = character.charCodeAt(0);
  return (code < 0x20 && character !== '\t') || code === 0x7f;
}
