/** Registers a project in the source of a catalogue: an import, and an entry at the end of its list of projects. */
import type { Brackets, CatalogueSource, ImportStatement } from './catalogue-source.ts';
import { readCatalogueSource } from './catalogue-source.ts';
import { compareNames } from './names.ts';
import { importLine, LINE_WIDTH } from './source-code.ts';

/** What is imported by the catalogue. */
export interface Registration {
  readonly exportName: string;
  /** For instance `./invoices.ts`. */
  readonly from: string;
}

/** Touches nothing else, and keeps to Biome's format where the source does. */
export function registerProject(catalogue: CatalogueSource, { exportName, from }: Registration): string {
  const line = importLine([exportName], from);
  const { source } = catalogue;
  const place = placeOfImport(catalogue, from);
  // The list stands behind the imports, so it is changed first: places before it stay what they are.
  const registered = withEntry(catalogue, exportName);
  return `${source.slice(0, place)}${line}${registered.slice(place)}`;
}

/** Behind the last import that sorts before it, comments of the next one left alone. */
function placeOfImport({ source, imports }: CatalogueSource, from: string): number {
  const sortsBefore = (one: ImportStatement) => !one.from.startsWith('./') || compareNames(one.from, from) < 0;
  const before = imports.filter(sortsBefore).at(-1);
  if (before === undefined) return imports[0]?.start ?? 0;
  const end = source.indexOf('\n', before.end);
  return end < 0 ? source.length : end + 1;
}

function withEntry(catalogue: CatalogueSource, name: string): string {
  const { source, definition, projects } = catalogue;
  const inside = source.slice(projects.open, projects.close);
  if (inside.includes('\n')) return insertLine(source, projects, name);
  const last = projects.parts.at(-1);
  const inserted =
    last === undefined
      ? `${source.slice(0, projects.open + 1)}${name}${source.slice(projects.close)}`
      : `${source.slice(0, last.end)}, ${name}${source.slice(last.end)}`;
  const hasComment = /\/[/*]/.test(source.slice(definition.open, definition.close));
  if (codeWidth(inserted, projects.open) <= LINE_WIDTH || hasComment) return inserted;
  // A definition on one line is spread over several first; then the list may have room.
  if (!source.slice(definition.open, definition.close).includes('\n')) {
    const spread = readCatalogueSource(spreadOut(source, definition));
    if (spread !== undefined) return withEntry(spread, name);
  }
  const entries = [...projects.parts.map(({ start, end }) => source.slice(start, end)), name];
  const indent = indentAt(source, projects.open);
  const lines = entries.map((entry) => `${indent}  ${entry},\n`).join('');
  return `${source.slice(0, projects.open)}[\n${lines}${indent}${source.slice(projects.close)}`;
}

/** Below whatever is the last line of the list, a comment as well. */
function insertLine(source: string, { close, parts }: Brackets, name: string): string {
  const last = parts.at(-1);
  const indent = indentAt(source, close);
  const rest = source.slice(last?.end ?? close, close);
  const comma = last === undefined || rest.trimStart().startsWith(',') ? '' : ',';
  const before = last === undefined ? source.slice(0, close) : `${source.slice(0, last.end)}${comma}${rest}`;
  return `${before.trimEnd()}\n${indent}  ${name},\n${indent}${source.slice(close)}`;
}

function spreadOut(source: string, { open, close, parts }: Brackets): string {
  const indent = indentAt(source, open);
  const lines = parts.map(({ start, end }) => `${indent}  ${source.slice(start, end)},\n`).join('');
  return `${source.slice(0, open + 1)}\n${lines}${indent}${source.slice(close)}`;
}

/** Of the line at this offset, a comment at its end left out. */
function codeWidth(source: string, offset: number): number {
  return lineAt(source, offset).replace(/\s*\/\/.*$/, '').length;
}

function indentAt(source: string, offset: number): string {
  return lineAt(source, offset).match(/^\s*/)?.[0] ?? '';
}

function lineAt(source: string, offset: number): string {
  const start = source.lastIndexOf('\n', offset - 1) + 1;
  const end = source.indexOf('\n', offset);
  return source.slice(start, end < 0 ? source.length : end);
}
