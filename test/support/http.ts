/** HTTP as tests need it: the path goes out as it is written, and headers come back as they were sent. */
import { type Agent, type IncomingHttpHeaders, request } from 'node:http';

export interface HttpRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | readonly string[];
  readonly body?: string | Buffer;
  /** Keeps connections for the next requests. @default - a connection of its own */
  readonly agent?: Agent;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Names in their own case. */
  readonly rawHeaders: readonly string[];
  readonly bytes: Buffer;
  readonly text: string;
  /** The body parsed as JSON; undefined when it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came
  readonly json: any;
}

/** @param url absolute; dot segments, double slashes and escapes are sent untouched */
export function http(url: string, sent: HttpRequest = {}): Promise<HttpAnswer> {
  const { method = 'GET', headers = {}, body, agent = false } = sent;
  const [, origin = '', path = '/'] = /^(https?:\/\/[^/?]+)(.*)$/.exec(url) ?? [];
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const options = { hostname, port, path: path === '' ? '/' : path, method, agent, timeout: 15_000 };
    const outgoing = request({ ...options, headers: headers as Record<string, string> }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const text = bytes.toString('utf8');
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          rawHeaders: answer.rawHeaders,
          bytes,
          text,
          json: parse(text),
        });
      });
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error(`No answer from ${origin} within 15 s.`)));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
