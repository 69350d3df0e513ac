/** What somebody without our key can make of a good token, one trick a row. */
import { createHmac, createPublicKey, type JsonWebKey, sign } from 'node:crypto';
import { newKeyPair } from './token-world.ts';

export interface Forge {
  readonly token: string;
  /** The parts of the good token. */
  readonly parts: readonly [header: string, payload: string, signature: string];
  /** The signature of another good token of the same client. */
  readonly siblingSignature: string;
  /** The public key as PEM and as JSON. */
  readonly publicForms: readonly [pem: string, json: string];
  /** A URL that must never be fetched. */
  readonly keyServer: string;
  /** Header and claims changed, the signature kept. */
  readonly kept: (header: unknown, claims?: unknown) => string;
  /** Header and claims changed, signed with somebody else's key. */
  readonly foreign: (header: object, claims?: object) => string;
  readonly hmac: (alg: string, key: string) => string;
  readonly strangersKey: object;
}

export interface ForgeMaterial {
  readonly token: string;
  readonly sibling: string;
  readonly jwk: JsonWebKey;
  readonly keyServer: string;
}

export function tokenForge({ token, sibling, jwk, keyServer }: ForgeMaterial): Forge {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const stranger = newKeyPair();
  const input = (head: unknown, claims: unknown) => `${changed(header, head)}.${changed(payload, claims)}`;
  const es256 = (text: string) =>
    sign('sha256', Buffer.from(text), { key: stranger.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  const pem = String(createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' }));
  return {
    token,
    parts: [header, payload, signature],
    siblingSignature: sibling.split('.')[2] ?? '',
    publicForms: [pem, JSON.stringify(jwk)],
    keyServer,
    kept: (head, claims = {}) => `${input(head, claims)}.${signature}`,
    foreign: (head, claims = {}) => `${input(head, claims)}.${es256(input(head, claims))}`,
    hmac: (alg, key) => {
      const text = input({ alg }, {});
      return `${text}.${createHmac(`sha${alg.slice(2)}`, key)
        .update(text)
        .digest('base64url')}`;
    },
    strangersKey: stranger.publicJwk,
  };
}

/** An object changes members of the part; a text stands in its place as it is. */
function changed(part: string, change: unknown): string {
  if (typeof change !== 'object') return Buffer.from(String(change)).toString('base64url');
  return encode({ ...JSON.parse(Buffer.from(part, 'base64url').toString()), ...change });
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const REST = '"typ":"at+jwt","kid":"x"}';
const ORDER = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551';
const FUTURE = 4_000_000_000;

export const HOSTILE_TOKENS: readonly (readonly [string, (forge: Forge) => string])[] = [
  ['alg none and no signature', ({ kept }) => kept({ alg: 'none' }).replace(/[^.]+$/, '')],
  ['alg none and the old signature', ({ kept }) => kept({ alg: 'none' })],
  ['alg nOnE', ({ kept }) => kept({ alg: 'nOnE' }).replace(/[^.]+$/, '')],
  ['HS256 with the public key as PEM', ({ hmac, publicForms }) => hmac('HS256', publicForms[0])],
  ['HS256 with the public key as JSON', ({ hmac, publicForms }) => hmac('HS256', publicForms[1])],
  ['HS512 with the public key', ({ hmac, publicForms }) => hmac('HS512', publicForms[0])],
  ['HS256 with an empty key', ({ hmac }) => hmac('HS256', '')],
  ['HS256 with a guessable key', ({ hmac }) => hmac('HS256', 'secret')],
  ['somebody else’s key under our kid', ({ foreign }) => foreign({})],
  ['somebody else’s key and no kid', ({ foreign }) => foreign({ kid: undefined })],
  ['somebody else’s key and kid', ({ foreign }) => foreign({ kid: 'other' })],
  ['somebody else’s key and issuer', ({ foreign }) => foreign({}, { iss: 'https://other.example' })],
  ['its own key in the header', ({ foreign, strangersKey }) => foreign({ jwk: strangersKey })],
  [
    'its own key in the header, and no kid',
    ({ foreign, strangersKey }) => foreign({ jwk: strangersKey, kid: undefined }),
  ],
  ['jku', ({ foreign, keyServer }) => foreign({ jku: `${keyServer}/jku` })],
  ['x5u', ({ foreign, keyServer }) => foreign({ x5u: `${keyServer}/x5u` })],
  ['a URL for a kid', ({ foreign, keyServer }) => foreign({ kid: `${keyServer}/kid` })],
  ['x5c', ({ foreign }) => foreign({ x5c: ['MIIB'] })],
  ['x5t', ({ foreign }) => foreign({ 'x5t#S256': 'x' })],
  ...['../../dev/null', "' OR 1=1 --", '__proto__', 'constructor', '', 'a'.repeat(2_000)].map(
    (kid) => [`the kid ${kid.slice(0, 20)}`, ({ foreign }: Forge) => foreign({ kid })] as const,
  ),
  ...[null, 7, true, {}, []].map(
    (kid) => [`a kid of JSON ${JSON.stringify(kid)}`, ({ foreign }: Forge) => foreign({ kid })] as const,
  ),
  ...[
    { sub: 'x' },
    { client_id: 'x' },
    { scope: 'admin' },
    { aud: '*' },
    { exp: FUTURE },
    { iss: 'x' },
    { product: 'x' },
  ].map((claims) => [`a changed claim ${Object.keys(claims)}`, ({ kept }: Forge) => kept({}, claims)] as const),
  ...[
    { typ: 'JWT' },
    { kid: undefined },
    { x: 1 },
    { alg: 'ES384' },
    { crit: ['x'] },
    { crit: [] },
    { crit: 'b64' },
    { b64: false },
  ].flatMap((header) => [
    [`a changed header ${JSON.stringify(header)}`, ({ kept }: Forge) => kept(header)] as const,
    [`a changed header ${JSON.stringify(header)} and signature`, ({ foreign }: Forge) => foreign(header)] as const,
  ]),
  ['a signature that is cut', ({ token }) => token.slice(0, -4)],
  ['a signature that is longer', ({ token }) => `${token}AAAA`],
  ['no signature', ({ parts: [header, payload] }) => `${header}.${payload}.`],
  [
    'the signature of another token',
    ({ parts: [header, payload], siblingSignature }) => `${header}.${payload}.${siblingSignature}`,
  ],
  ['a signature of zeros', ({ parts: [header, payload] }) => `${header}.${payload}.${'A'.repeat(86)}`],
  [
    'a signature of the group’s order',
    ({ parts: [header, payload] }) => `${header}.${payload}.${Buffer.from(ORDER + ORDER, 'hex').toString('base64url')}`,
  ],
  ['spare bits', ({ token }) => `${token.slice(0, -1)}${String.fromCharCode(token.charCodeAt(token.length - 1) + 1)}`],
  ['padding', ({ token }) => `${token}==`],
  ['another last character', ({ token }) => `${token.slice(0, -1)}${token.endsWith('A') ? 'Q' : 'A'}`],
  ['another first character', ({ token }) => `f${token.slice(1)}`],
  ['one part', ({ parts: [header] }) => header],
  ['two parts', ({ parts: [header, payload] }) => `${header}.${payload}`],
  ['four parts', ({ token }) => `${token}.x`],
  ['five parts', ({ token }) => `${token}.x.y`],
  ['dots alone', () => '..'],
  ['a list for a header', ({ kept }) => kept('[]')],
  ['a header that is no JSON', ({ kept }) => kept('hello')],
  ['a header that repeats alg', ({ kept }) => kept(`{"alg":"ES256","alg":"none",${REST}`)],
  [
    'a header that is not UTF-8',
    ({ parts: [, payload, signature] }) =>
      `${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}.${payload}.${signature}`,
  ],
  ['a list for claims', ({ kept }) => kept({}, '[]')],
  ['claims that are no JSON', ({ kept }) => kept({}, 'hello')],
  ['alg none and claims that are no JSON', ({ kept }) => kept({ alg: 'none' }, 'hello').replace(/[^.]+$/, '')],
  ['JSON of a thousand levels', ({ kept }) => kept({}, `${'['.repeat(1_000)}${']'.repeat(1_000)}`)],
  ['6 KB of claims', ({ foreign }) => foreign({}, { filler: 'a'.repeat(6_000) })],
  ['compression in its header', ({ foreign }) => foreign({ zip: 'DEF' })],
  ...['dir', 'RSA-OAEP', 'PBES2-HS256+A128KW'].map(
    (alg) =>
      [
        `the shape of a JWE, alg ${alg}`,
        () => `${encode({ alg, enc: 'A256GCM', p2c: 1_000_000_000, p2s: 'x' })}.a.b.c.d`,
      ] as const,
  ),
  ['the shape of a client assertion', ({ foreign }) => foreign({ typ: 'client-authentication+jwt' }, { aud: 'x' })],
  ['the shape of an ID token', ({ kept }) => kept({ typ: 'JWT' }, { nonce: 'n' })],
  ['the shape of a logout token', ({ kept }) => kept({ typ: 'logout+jwt' }, { events: {} })],
  [
    'the shape of a DPoP proof',
    ({ foreign, strangersKey }) => foreign({ typ: 'dpop+jwt', jwk: strangersKey }, { htm: 'GET' }),
  ],
];
