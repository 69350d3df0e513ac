/** `fetch` for OAuth clients that others wrote, which an emulator can stand behind as well. */
import { http } from './http.ts';
import { reachedAt } from './reached-at.ts';

interface Options {
  readonly method?: string | undefined;
  readonly headers?: RequestInit['headers'];
  readonly body?: unknown;
}

/** The host of a URL is reached by its name where there is no emulator; `fetch` sends no other Host than that. */
export async function stageFetch(url: string, options: Options = {}): Promise<Response> {
  if (reachedAt(url).origin.origin === new URL(url).origin) return fetch(url, options as RequestInit);
  const { method = 'GET', headers, body } = options;
  const {
    status,
    headers: answered,
    bytes,
  } = await http(url, {
    method,
    headers: Object.fromEntries(new Headers(headers)),
    ...(body === undefined || body === null ? {} : { body: String(body) }),
  });
  const lines = Object.entries(answered).map(([name, value]): [string, string] => [name, String(value)]);
  return new Response(new Uint8Array(bytes), { status, headers: lines });
}
