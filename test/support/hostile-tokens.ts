/** Tokens that somebody without our key can make of a good one. */
import { createHmac, createPublicKey, type JsonWebKey, sign } from 'node:crypto';
import { newKeyPair } from './token-world.ts';

/** @param jwk the published key */
export function hostileTokens(token: string, jwk: JsonWebKey): readonly (readonly [string, string])[] {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const { kid } = decode(header);
  const none = encode({ alg: 'none', typ: 'at+jwt', kid });
  const other = newKeyPair();
  const signedBy = (input: string) =>
    `${input}.${sign('sha256', Buffer.from(input), { key: other.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  const hmacInput = `${encode({ alg: 'HS256', typ: 'at+jwt', kid })}.${payload}`;
  const changed = encode({ ...decode(payload), scope: 'admin', exp: 9_999_999_999 });
  return [
    ['a changed signature', `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`],
    ['a changed payload', `${header}.${changed}.${signature}`],
    ['alg none without a signature', `${none}.${payload}.`],
    ['alg none with the old signature', `${none}.${payload}.${signature}`],
    ['HS256 with the public key', `${hmacInput}.${createHmac('sha256', pem).update(hmacInput).digest('base64url')}`],
    ['another key under the right kid', signedBy(`${header}.${payload}`)],
    [
      'another key in the header',
      signedBy(`${encode({ alg: 'ES256', typ: 'at+jwt', jwk: other.publicJwk })}.${payload}`),
    ],
    ['an unknown kid', signedBy(`${encode({ alg: 'ES256', typ: 'at+jwt', kid: other.kid })}.${payload}`)],
    ['two parts', `${header}.${payload}`],
    ['four parts', `${token}.x`],
    ['a signature of zeros', `${header}.${payload}.${'A'.repeat(86)}`],
  ];
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
