/** HTTP as tests need it: the path goes out as it is written, and headers come back as they were sent. */
import { type Agent, type IncomingHttpHeaders, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { reachedAt } from './reached-at.ts';

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
    const { origin: reached, headers: needed } = reachedAt(origin);
    const { hostname, port } = reached;
    const request = reached.protocol === 'https:' ? secureRequest : plainRequest;
    const options = { hostname, port, path: path === '' ? '/' : path, method, agent, timeout: 15_000 };
    const outgoing = request({ ...options, headers: complete(headers, needed) }, (answer) => {
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

/** A list of headers is sent as it stands. */
function complete(sent: NonNullable<HttpRequest['headers']>, more: Readonly<Record<string, string>>) {
  const names = Object.keys(sent).map((name) => name.toLowerCase());
  const lacking = Object.entries(more).filter(([name]) => !names.includes(name.toLowerCase()));
  return (Array.isArray(sent) ? sent : { ...Object.fromEntries(lacking), ...sent }) as Record<string, string>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
