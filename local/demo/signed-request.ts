/** Sends a JSON request signed with SigV4, as any caller of the registry's API does. */
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Credentials } from '../credentials.ts';
import { type JsonObject, objectOf } from '../json-value.ts';

export type SignedPost = (
  path: string,
  body: JsonObject,
) => Promise<{ readonly status: number; readonly body: JsonObject }>;

/** @param baseUrl the API's stage URL, without a trailing slash */
export function createSignedPost(baseUrl: string, region: string, credentials: Credentials): SignedPost {
  const signer = new SignatureV4({ service: 'execute-api', region, credentials: { ...credentials }, sha256: Sha256 });
  return async (path, body) => {
    const url = new URL(baseUrl + path);
    const text = JSON.stringify(body);
    const { headers } = await signer.sign({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      port: Number(url.port),
      path: url.pathname,
      headers: { host: url.host, 'content-type': 'application/json' },
      body: text,
    });
    const response = await fetch(url, { method: 'POST', headers, body: text });
    return { status: response.status, body: readJson(await response.text()) };
  };
}

function readJson(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return objectOf(value);
  } catch {
    return {};
  }
}
