/** Names that follow from what a project is called: of its file, and of what the file exports. */

/** `Über 24h Orders` as `uber-24h-orders`; empty where nothing of the text can stand in a file's name. */
export function fileNameOf(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}

/**
 * `orders-2-0` as `orders2_0`: an identifier that may be exported.
 *
 * @param taken identifiers that it has to stand beside
 */
export function exportNameOf(fileName: string, taken: ReadonlySet<string>): string {
  const joined = fileName
    .replaceAll(/(\d)-(?=\d)/g, '$1_')
    .replaceAll(/-([a-z0-9])/g, (_, one: string) => one.toUpperCase());
  const name = /^\d/.test(joined) ? `project${joined}` : joined;
  const isFree = (candidate: string) =>
    !taken.has(candidate) && !RESERVED_WORDS.has(candidate) && !(candidate in globalThis);
  if (isFree(name)) return name;
  for (let number = 1; ; number += 1) {
    const candidate = `${name}Project${number === 1 ? '' : number}`;
    if (isFree(candidate)) return candidate;
  }
}

/** Those of a module, which is always strict. */
const RESERVED_WORDS: ReadonlySet<string> = new Set([
  ...['arguments', 'await', 'break', 'case', 'catch', 'class', 'const', 'continue', 'debugger', 'default', 'delete'],
  ...['do', 'else', 'enum', 'eval', 'export', 'extends', 'false', 'finally', 'for', 'function', 'if', 'implements'],
  ...['import', 'in', 'instanceof', 'interface', 'let', 'new', 'null', 'package', 'private', 'protected', 'public'],
  ...['return', 'static', 'super', 'switch', 'this', 'throw', 'true', 'try', 'typeof', 'undefined', 'var', 'void'],
  ...['while', 'with', 'yield'],
]);

/**
 * The order in which Biome's organizeImports puts sources and names, as far as they are ASCII: digits by their number, a
 * letter's capital before it.
 */
export function compareNames(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const difference = rankOf(part) - rankOf(other) || Number(part) - Number(other) || 0;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Characters, where digits side by side are one. */
function partsOf(text: string): readonly string[] {
  return text.match(/\d+|\D/g) ?? [];
}

const PUNCTUATION = '/._-$';

function rankOf(part: string): number {
  if (/\d/.test(part)) return PUNCTUATION.length;
  const isLetter = /[a-z]/i.test(part);
  if (!isLetter) return PUNCTUATION.indexOf(part);
  return PUNCTUATION.length + 2 * part.toLowerCase().charCodeAt(0) + (part === part.toLowerCase() ? 1 : 0);
}
