/** Ends an answer, and the connection with it where the request has not been read to its end. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** How long a client that is answered early may go on sending, `ms`. */
const LINGER_MS = 1_000;

/**
 * Call it before the head is written. Closing at once, with bytes unread, would reset the connection, and a client that
 * is still sending would never see its answer: so what it sends is thrown away for a while.
 *
 * @returns writes the body and ends
 */
export function endAnswer(request: IncomingMessage, response: ServerResponse): (body: Buffer) => void {
  if (request.complete) return (body) => response.end(body);
  response.shouldKeepAlive = false;
  return (body) => {
    response.flushHeaders();
    if (body.length > 0) response.write(body);
    const impatience = setTimeout(end, LINGER_MS);
    function end(): void {
      clearTimeout(impatience);
      response.end();
    }
    request.once('end', end).once('close', end).resume();
  };
}
