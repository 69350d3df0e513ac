/** Finds, in the source of a catalogue, the places where a project is registered. */
import { closingBracket, scanSource, splitAtCommas, type Token } from './scan-source.ts';

export interface CatalogueSource {
  readonly source: string;
  readonly imports: readonly ImportStatement[];
  /** The object that defineCatalogue gets. */
  readonly definition: Brackets;
  /** The list of projects in it. */
  readonly projects: Brackets;
  /** Names in the list of server groups, in order. */
  readonly serverGroups: readonly string[];
  /** Every word in it. */
  readonly words: ReadonlySet<string>;
}

/** Offsets of an opening and a closing bracket, and of what commas part between them. */
export interface Brackets {
  readonly open: number;
  readonly close: number;
  readonly parts: readonly { readonly start: number; readonly end: number }[];
}

export interface ImportStatement {
  readonly start: number;
  readonly end: number;
  readonly from: string;
  /** Local names and what each is called where it comes from; none for an import that is there for its effect. */
  readonly names: ReadonlyMap<string, string>;
}

/** Undefined where the source is not of the form `defineCatalogue({ serverGroups: […], projects: […] })`. */
export function readCatalogueSource(source: string): CatalogueSource | undefined {
  const tokens = scanSource(source);
  if (tokens === undefined) return undefined;
  const calls = tokens.flatMap(({ text }, index) =>
    text === 'defineCatalogue' && tokens[index + 1]?.text === '(' ? [index + 1] : [],
  );
  const [call] = calls;
  if (call === undefined || calls.length > 1 || tokens[call + 1]?.text !== '{') return undefined;
  const end = closingBracket(tokens, call + 1);
  if (end === undefined) return undefined;
  const [after, behind] = tokens.slice(end + 1, end + 3);
  if (after?.text !== ')' && !(after?.text === ',' && behind?.text === ')')) return undefined;
  const fields = splitAtCommas(tokens.slice(call + 2, end));
  const projects = listOf(fields, 'projects');
  const groups = listOf(fields, 'serverGroups');
  const imports = findImports(tokens);
  if (projects === undefined || groups === undefined || imports.length === 0) return undefined;
  const serverGroups = splitAtCommas(groups.slice(1, -1)).map((part) => (part.length === 1 ? part[0] : undefined));
  if (serverGroups.some((one) => one?.kind !== 'word')) return undefined;
  return {
    source,
    imports,
    definition: bracketsOf(tokens.slice(call + 1, end + 1)),
    projects: bracketsOf(projects),
    serverGroups: serverGroups.map((one) => one?.text ?? ''),
    words: new Set(tokens.filter(({ kind }) => kind === 'word').map(({ text }) => text)),
  };
}

/** The tokens of `name: […]` from bracket to bracket, where there is one such field and nothing else in it. */
function listOf(fields: readonly (readonly Token[])[], name: string): readonly Token[] | undefined {
  const [field, ...others] = fields.filter(([first]) => first?.text === name);
  if (field === undefined || others.length > 0) return undefined;
  const [, colon, ...value] = field;
  const isList = colon?.text === ':' && value[0]?.text === '[' && closingBracket(value, 0) === value.length - 1;
  return isList ? value : undefined;
}

function bracketsOf(tokens: readonly Token[]): Brackets {
  return {
    open: tokens[0]?.start ?? 0,
    close: tokens.at(-1)?.start ?? 0,
    parts: splitAtCommas(tokens.slice(1, -1)).map((part) => ({
      start: part[0]?.start ?? 0,
      end: part.at(-1)?.end ?? 0,
    })),
  };
}

function findImports(tokens: readonly Token[]): readonly ImportStatement[] {
  return tokens.flatMap((token, index) => {
    const [next] = tokens.slice(index + 1);
    if (token.text !== 'import' || next?.text === '(' || next?.text === '.') return [];
    const length = tokens.slice(index).findIndex(({ kind }) => kind === 'text');
    const source = tokens[index + length];
    if (length < 1 || source === undefined) return [];
    const behind = tokens[index + length + 1];
    const end = behind?.text === ';' ? behind.end : source.end;
    const names = namesOf(tokens.slice(index + 1, index + length));
    return [{ start: token.start, end, from: source.text.slice(1, -1), names }];
  });
}

function namesOf(clause: readonly Token[]): ReadonlyMap<string, string> {
  const open = clause.findIndex(({ text }) => text === '{');
  const inBraces = open < 0 ? [] : splitAtCommas(clause.slice(open + 1, closingBracket(clause, open)));
  return new Map(
    inBraces.map((part) => {
      const words = part.map(({ text }) => text).filter((word) => word !== 'type' && word !== 'as');
      return [words.at(-1) ?? '', words[0] ?? ''];
    }),
  );
}
