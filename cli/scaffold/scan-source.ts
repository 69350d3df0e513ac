/** Cuts TypeScript into words, texts and signs, so that what stands in a comment or a text is not taken for code. */

export interface Token {
  readonly kind: 'word' | 'text' | 'sign';
  readonly text: string;
  /** Offsets in the source. */
  readonly start: number;
  readonly end: number;
}

const TOKEN =
  /(?<space>\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<text>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`)|(?<word>[\p{ID_Start}$_#][\p{ID_Continue}$\u200c\u200d]*)|(?<sign>[^'"`])/uy;

/** Comments and blanks left out; undefined for a source with a quote that does not close on its line. */
export function scanSource(source: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  let position = 0;
  while (position < source.length) {
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(source);
    if (match === null) return undefined;
    const { text, word, sign } = match.groups ?? {};
    const end = position + match[0].length;
    if (text !== undefined) tokens.push({ kind: 'text', text, start: position, end });
    if (word !== undefined) tokens.push({ kind: 'word', text: word, start: position, end });
    if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, start: position, end });
    position = end;
  }
  return tokens;
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Index of the bracket that closes the one at this index; undefined where brackets do not match. */
export function closingBracket(tokens: readonly Token[], open: number): number | undefined {
  const expected: string[] = [];
  for (const [offset, { kind, text }] of tokens.slice(open).entries()) {
    if (kind !== 'sign') continue;
    const closing = CLOSING[text];
    if (closing !== undefined) expected.push(closing);
    else if (Object.values(CLOSING).includes(text) && expected.pop() !== text) return undefined;
    if (expected.length === 0) return open + offset;
  }
  return undefined;
}

/** What stands between commas, brackets taken as a whole; a comma at the end begins nothing. */
export function splitAtCommas(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: (readonly Token[])[] = [];
  let start = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token?.kind !== 'sign') continue;
    if (token.text in CLOSING) index = closingBracket(tokens, index) ?? tokens.length;
    else if (token.text === ',') {
      parts.push(tokens.slice(start, index));
      start = index + 1;
    }
  }
  return start < tokens.length ? [...parts, tokens.slice(start)] : parts;
}
