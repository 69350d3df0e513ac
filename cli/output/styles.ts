/** Colour, where there is a terminal and nobody has said no. */

export type Style = (text: string) => string;

export interface Styles {
  readonly bold: Style;
  readonly dim: Style;
  readonly red: Style;
  readonly green: Style;
  readonly yellow: Style;
}

const asItIs: Style = (text) => text;

/** No colour, so that a line is as long as it looks. */
export const PLAIN: Styles = { bold: asItIs, dim: asItIs, red: asItIs, green: asItIs, yellow: asItIs };

/** @see https://no-color.org */
export function stylesFor(stream: { readonly isTTY?: boolean | undefined }, env: NodeJS.ProcessEnv): Styles {
  const coloured = stream.isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
  const style = (code: number) => (text: string) => (coloured ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { bold: style(1), dim: style(2), red: style(31), green: style(32), yellow: style(33) };
}
