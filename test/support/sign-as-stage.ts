/** Signs whatever a test wants with the key that the stage itself signs with. */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

type Changes = Readonly<Record<string, unknown>>;

/** The private half of the key, which support/keep-signing-keys.mjs has kept. */
function signingKey(kid: string): KeyObject {
  const folder = path.join(process.env.TOLLGATE_TEST_FOLDER ?? '', 'signing-keys');
  for (const file of readdirSync(folder)) {
    const key = createPrivateKey({ key: readFileSync(path.join(folder, file)), format: 'der', type: 'pkcs8' });
    if (thumbprintOf(key) === kid) return key;
  }
  throw new Error(`${folder} holds no key ${kid}.`);
}

function thumbprintOf(key: KeyObject): string {
  const { x, y } = createPublicKey(key).export({ format: 'jwk' });
  return createHash('sha256')
    .update(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y }))
    .digest('base64url');
}

/**
 * A copy of a real token with other members; undefined takes one away, and a text stands for all of a part.
 */
export function mintedCopy(token: string, header: Changes | string = {}, claims: Changes | string = {}): string {
  const [head = '', payload = ''] = token.split('.');
  const { kid } = JSON.parse(decoded(head));
  const input = `${changed(head, header)}.${changed(payload, claims)}`;
  const signature = sign('sha256', Buffer.from(input), { key: signingKey(kid), dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

function changed(part: string, change: Changes | string): string {
  const text = typeof change === 'string' ? change : JSON.stringify({ ...JSON.parse(decoded(part)), ...change });
  return Buffer.from(text).toString('base64url');
}

function decoded(part: string): string {
  return Buffer.from(part, 'base64url').toString();
}
