/** Which Host headers a loopback port answers to: a web page whose name resolves to 127.0.0.1 must not reach the APIs. */
import { type HeaderList, headerValues } from './header-list.ts';

/** @param port the port that the request came in through */
export function isOwnHost(headers: HeaderList, port: number): boolean {
  const [host, ...others] = headerValues(headers, 'Host');
  if (host === undefined || others.length > 0) return false;
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  return names.some((name) => host.toLowerCase() === `${name}:${port}` || (port === 80 && host.toLowerCase() === name));
}
