/** A Content-Type value: the media type and its parameters (RFC 9110 §8.3.1). */

export interface MediaType {
  /** In lower case. */
  readonly type: string;
  /** By name in lower case; values as they are, without their quotes. */
  readonly parameters: ReadonlyMap<string, string>;
}

const TYPE = /^[ \t]*([\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+)[ \t]*/;
/**
 * A value without quotes may hold `:` and `/`, since some clients send actions so. An empty parameter is none. What readers
 * of mail take for another value is refused: `boundary*=` and `boundary*0=` (RFC 2231), comments in brackets (RFC 2045
 * §5.1), and a backslash before what needs none.
 */
const PARAMETER = /;[ \t]*(?:([\w!#$%&'+.^`|~-]+)=(?:"((?:[^"\\]|\\["\\])*)"|([^\s;",\\()]+))[ \t]*)?/y;

/** Undefined for anything that two readers could understand differently, such as a parameter that is given twice. */
export function parseMediaType(text: string): MediaType | undefined {
  const [head, type] = TYPE.exec(text) ?? [];
  if (head === undefined || type === undefined) return undefined;
  const parameters = new Map<string, string>();
  PARAMETER.lastIndex = head.length;
  let end = head.length;
  for (let found = PARAMETER.exec(text); found !== null; found = PARAMETER.exec(text)) {
    end = PARAMETER.lastIndex;
    const [, name, quoted, plain] = found;
    if (name === undefined) continue;
    if (parameters.has(name.toLowerCase())) return undefined;
    parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '');
  }
  return end === text.length ? { type: type.toLowerCase(), parameters } : undefined;
}
