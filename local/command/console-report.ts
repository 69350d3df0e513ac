/** What a person sees while the host runs: progress with times, one line per request, and how to call it. */
import type { RequestLogEntry } from '../gateway/rest-api-host.ts';
import type { HostReport } from '../host.ts';

/** Styles text for a terminal, or leaves it as it is. */
export type Style = (text: string) => string;

export interface Styles {
  readonly bold: Style;
  readonly dim: Style;
  readonly red: Style;
}

/** Colour is for terminals, and for those who have not said no. */
export function createStyles(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): Styles {
  const coloured = stream.isTTY === true && (env.NO_COLOR ?? '') === '';
  const style = (code: number) => (text: string) => (coloured ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { bold: style(1), dim: style(2), red: style(31) };
}

export function createConsoleReport(write: (text: string) => void, styles: Styles): HostReport {
  return {
    begin(what) {
      const started = performance.now();
      return () => write(`${what} … ${seconds(performance.now() - started)}\n`);
    },
    note: (text) => write(`${text}\n`),
    request: (entry) => write(`${requestLine(entry, new Date(), styles)}\n`),
  };
}

/** Time in ms as people read it. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Never a query string, a header or a body: the entry has none. */
export function requestLine(entry: RequestLogEntry, now: Date, { dim, red }: Styles): string {
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  const status = entry.status >= 400 ? red(String(entry.status)) : String(entry.status);
  const authorizer = entry.authorizer === 'none' ? '' : `  authorizer ${entry.authorizer}`;
  const reason = entry.reason === undefined ? '' : `  ${printable(entry.reason)}`;
  const path = printable(entry.path);
  return `${dim(time)} ${entry.method} ${path} ${status} ${Math.round(entry.milliseconds)} ms${dim(authorizer)}${red(reason)}`;
}

/** What a caller sends must not steer the terminal. */
function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?');
}
