/** Who may talk to the stand-ins for AWS services: this host and its functions, no web page and no other program. */
import type { IncomingMessage } from 'node:http';

/**
 * True when the request is addressed to the loopback address itself, does not come from a web page, and names the access
 * key that this host made for this run.
 */
export function isOwnRequest(request: IncomingMessage, accessKeyId: string): boolean {
  const { host = '', origin, authorization = '' } = request.headers;
  const hostname = host.replace(/:\d+$/, '');
  return hostname === '127.0.0.1' && origin === undefined && authorization.includes(`Credential=${accessKeyId}/`);
}
