/** Source code as values, and how they are laid out: as Biome does it here, so that what is generated needs no formatter. */

export type Code =
  | { readonly kind: 'plain'; readonly code: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Code[] }
  | { readonly kind: 'map'; readonly fields: readonly Field[] }
  | { readonly kind: 'call'; readonly name: string; readonly argument: Code };

export interface Field {
  readonly name: string;
  readonly value: Code;
  /** Stands behind it. */
  readonly comment?: string;
}

export const plain = (code: string): Code => ({ kind: 'plain', code });
export const text = (value: string): Code => ({ kind: 'text', text: value });
export const list = (items: readonly Code[]): Code => ({ kind: 'list', items });
export const map = (fields: readonly Field[]): Code => ({ kind: 'map', fields });
export const call = (name: string, argument: Code): Code => ({ kind: 'call', name, argument });

export const LINE_WIDTH = 120;
const STEP = '  ';
/** Behind a name so short, a text that is too long stays on its line: a line of its own would gain nothing. */
const SHORT_NAME = 4;

/** Each field on lines of its own, with a line break behind it. */
export function layOutFields(fields: readonly Field[], indent: string): string {
  return fields.map((field) => `${layOutField(field, indent)}\n`).join('');
}

/** `import { … } from '…';`, with a line break. */
export function importLine(names: readonly string[], source: string): string {
  const line = `import { ${names.join(', ')} } from '${source}';\n`;
  if (line.length - 1 <= LINE_WIDTH) return line;
  return `import {\n${names.map((name) => `${STEP}${name},\n`).join('')}} from '${source}';\n`;
}

/** On one line. */
function flat(code: Code): string {
  switch (code.kind) {
    case 'plain':
      return code.code;
    case 'text':
      return quoted(code.text);
    case 'list':
      return `[${code.items.map(flat).join(', ')}]`;
    case 'map':
      return code.fields.length === 0
        ? '{}'
        : `{ ${code.fields.map(({ name, value }) => `${key(name)}: ${flat(value)}`).join(', ')} }`;
    case 'call':
      return `${code.name}(${flat(code.argument)})`;
  }
}

function layOutField({ name, value, comment }: Field, indent: string): string {
  const start = `${indent}${key(name)}:`;
  const behind = comment === undefined ? ',' : `, // ${comment}`;
  const line = `${start} ${flat(value)}`;
  if (line.length < LINE_WIDTH) return `${line}${behind}`;
  if (value.kind === 'text' && key(name).length > SHORT_NAME)
    return `${start}\n${indent}${STEP}${flat(value)}${behind}`;
  return `${start} ${broken(value, indent)}${behind}`;
}

/** On several lines, where it can be. */
function broken(code: Code, indent: string): string {
  switch (code.kind) {
    case 'plain':
    case 'text':
      return flat(code);
    case 'list':
      return `[\n${code.items.map((item) => `${indent}${STEP}${fitted(item, indent + STEP)},\n`).join('')}${indent}]`;
    case 'map':
      return `{\n${layOutFields(code.fields, indent + STEP)}${indent}}`;
    case 'call':
      return `${code.name}(${broken(code.argument, indent)})`;
  }
}

function fitted(code: Code, indent: string): string {
  const line = flat(code);
  return indent.length + line.length < LINE_WIDTH ? line : broken(code, indent);
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
}

/** In single quotes, unless that takes more escapes. */
function quoted(value: string): string {
  const count = (character: string) => value.split(character).length - 1;
  const quote = count("'") > count('"') ? '"' : "'";
  return quote + value.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote;
}
