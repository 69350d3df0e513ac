/** Tables for people: a heading, a line for each thing, nothing around it. */
import { PLAIN, type Styles } from './styles.ts';
import { printable, widthOf } from './terminal-text.ts';

export interface Column<Item> {
  readonly heading: string;
  readonly value: (item: Item) => string | number | undefined;
}

const GAP = '  ';

/** @returns lines, each with a line break; none for no items */
export function formatTable<Item>(items: readonly Item[], columns: readonly Column<Item>[], { bold }: Styles): string {
  if (items.length === 0) return '';
  const rows = items.map((item) => columns.map(({ value }) => cell(value(item))));
  const heading = columns.map((column) => column.heading.toUpperCase());
  const widths = heading.map((text, index) =>
    Math.max(...[heading, ...rows].map((row) => widthOf(row[index] ?? text))),
  );
  const line = (row: readonly string[]) =>
    row
      .map((text, index) => text + ' '.repeat((widths[index] ?? 0) - widthOf(text)))
      .join(GAP)
      .trimEnd();
  return `${[bold(line(heading)), ...rows.map(line)].join('\n')}\n`;
}

/** A table, or where that is wider than the terminal, one thing below the other, a line for each field. */
export function formatList<Item>(
  items: readonly Item[],
  columns: readonly Column<Item>[],
  styles: Styles,
  width = Number.POSITIVE_INFINITY,
): string {
  const plain = formatTable(items, columns, PLAIN);
  if (plain.split('\n').every((line) => widthOf(line) <= width)) return formatTable(items, columns, styles);
  return items.map((item) => formatFields(item, columns, styles)).join('\n');
}

/** One thing, a line for each field that it has. */
export function formatFields<Item>(item: Item, columns: readonly Column<Item>[], { dim }: Styles): string {
  const fields = columns.flatMap(({ heading, value }) => {
    const text = value(item);
    return text === undefined || text === '' ? [] : [[heading, printable(String(text))] as const];
  });
  const width = Math.max(0, ...fields.map(([heading]) => widthOf(heading)));
  return fields.map(([heading, text]) => `${dim(heading.padEnd(width))}${GAP}${text}\n`).join('');
}

function cell(value: string | number | undefined): string {
  return value === undefined || value === '' ? '-' : printable(String(value));
}
