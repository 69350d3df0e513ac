/** Where a command says something: data on stdout as a table or JSON, talk on stderr. */

import { type Styles, stylesFor } from './styles.ts';
import { type Column, formatFields, formatList } from './table.ts';
import { printable, printableLines, safeJson } from './terminal-text.ts';

export const OUTPUT_FORMATS = ['table', 'json'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

export interface Output {
  readonly format: OutputFormat;
  /** Things of one kind. `whole` is what JSON shows; where there are none, `none` says so on stderr. */
  list<Item>(items: readonly Item[], columns: readonly Column<Item>[], whole: unknown, none?: string): void;
  /** One thing. */
  thing<Item>(item: Item, columns: readonly Column<Item>[]): void;
  /** One thing in several parts, with an empty line between them. `whole` is what JSON shows. */
  parts(whole: unknown, parts: readonly Part[]): void;
  /** Data that is text by itself; JSON shows `value` instead. */
  text(text: string, value: unknown): void;
  /** What was done, where nothing is left to show: for JSON alone, since people are told by talk. */
  done(value: unknown): void;
  /** Data as it is, whatever the format; harmless where it goes to a terminal. */
  raw(bytes: string | Uint8Array): void;
  /** A line for people: progress, hints, warnings. */
  talk(line: string): void;
}

/** A part of what is shown: lines, each with a line break. `width` is that of the terminal, where there is one. */
export type Part = (styles: Styles, width: number | undefined) => string;

export interface OutputStream {
  readonly isTTY?: boolean | undefined;
  /** Width of the terminal. */
  readonly columns?: number | undefined;
  write(text: string | Uint8Array): unknown;
}

export function createOutput(
  {
    stdout,
    stderr,
    env,
  }: { readonly stdout: OutputStream; readonly stderr: OutputStream; readonly env: NodeJS.ProcessEnv },
  format: OutputFormat,
): Output {
  const styles = stylesFor(stdout, env);
  const json = (value: unknown) => stdout.write(`${safeJson(value)}\n`);
  const talk = (line: string) => void stderr.write(`${printable(line)}\n`);
  return {
    format,
    list: (items, columns, whole, none = 'There are none.') => {
      if (format === 'json') json(whole);
      else if (items.length === 0) talk(none);
      else stdout.write(formatList(items, columns, styles, stdout.columns));
    },
    thing: (item, columns) => void (format === 'json' ? json(item) : stdout.write(formatFields(item, columns, styles))),
    parts: (whole, parts) => {
      if (format === 'json') return void json(whole);
      const texts = parts.map((part) => part(styles, stdout.columns)).filter((text) => text !== '');
      stdout.write(texts.join('\n'));
    },
    text: (text, value) => void (format === 'json' ? json(value) : stdout.write(`${text}\n`)),
    done: (value) => {
      if (format === 'json') json(value);
    },
    raw: (bytes) => void stdout.write(stdout.isTTY === true ? printableLines(bytes) : bytes),
    talk,
  };
}
