/** A request as the listener read it, and the answer it writes back. */
import type { HeaderList } from './header-list.ts';

export interface GatewayRequest {
  readonly method: string;
  /** Path and query string exactly as sent; begins with a slash. */
  readonly target: string;
  readonly headers: HeaderList;
  /** Empty when `bodyTooLarge`. */
  readonly body: Buffer;
  /** The body is longer than API Gateway takes; it was neither kept nor read to its end. */
  readonly bodyTooLarge: boolean;
  readonly sourceIp: string;
  /** The port it came in through. */
  readonly port: number;
}

export interface GatewayAnswer {
  readonly status: number;
  /** Without Content-Length, Date and Connection, which the listener writes. */
  readonly headers: HeaderList;
  readonly body: Buffer;
}
