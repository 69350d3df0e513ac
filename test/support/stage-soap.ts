/** Options for npm's `soap`, with which it calls a stage that an emulator stands behind. */
import type { IOptions } from 'soap';
import { http } from './http.ts';

interface Outgoing {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly data?: string | null;
}

async function request({ url, method, headers, data }: Outgoing) {
  const { status, headers: answered, text } = await http(url, { method, headers, ...(data ? { body: data } : {}) });
  return { status, headers: answered, data: text };
}

/** Everywhere else, axios makes the requests as it always does. */
export const soapOptions: IOptions =
  process.env.TOLLGATE_TEST_EMULATOR === undefined
    ? {}
    : { request: request as unknown as IOptions['request'] & object };
