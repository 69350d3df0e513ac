/** What commands that use tokens and the gateway answer as JSON. */
import { expect } from '@jest/globals';
import { signAccessToken } from '#adapters/jwt/sign-access-token.ts';
import { CREATED_AT } from '../../support/registry-fixtures.ts';
import { newKeyPair } from '../../support/token-world.ts';
import type { JsonCase, JsonWorld } from './json-world.ts';

const GATEWAY = 'https://gateway.example/development';
const keyPair = newKeyPair();

function claimsOf(consumerKey: string) {
  const seconds = Math.floor(CREATED_AT / 1_000);
  const known = { iss: GATEWAY, aud: GATEWAY, sub: consumerKey, client_id: consumerKey, jti: 'one', client: 'acme' };
  const more = { product: 'starter', subscription: 'incarnation', token_endpoint: 'access-token' };
  return { ...known, ...more, iat: seconds - 10, exp: seconds + 590 };
}

export const tokenOf = ({ consumerKey }: JsonWorld) => signAccessToken(claimsOf(consumerKey), keyPair);

/** A sound gateway, whose tokens are those of the world. */
const throughGateway: JsonCase['options'] = (world) => ({
  stdin: world.consumerSecret,
  target: { metadataUrl: `${GATEWAY}/.well-known/oauth-authorization-server` },
  fetch: async (input, { headers } = {}) => {
    const url = String(input);
    const date = { headers: { date: new Date(CREATED_AT).toUTCString() } };
    if (url.endsWith('jwks.json')) return Response.json({ keys: [keyPair.publicJwk] }, date);
    if (url.endsWith('/.well-known/oauth-authorization-server')) return Response.json({ issuer: GATEWAY }, date);
    if (!url.endsWith('/AccessToken')) return new Response('{"hello":1}', { headers: { 'x-request': 'one' } });
    if (!new Headers(headers).has('authorization')) return Response.json({ error: 'invalid_client' }, { status: 401 });
    const token = { access_token: tokenOf(world), token_type: 'Bearer', expires_in: 600, scope: 'orders:read' };
    return Response.json(token);
  },
});
const withToken: JsonCase['options'] = (world) => ({ ...throughGateway(world), stdin: tokenOf(world) });
const ofToken = ({ consumerKey }: JsonWorld) => ({
  header: { alg: 'ES256', typ: 'at+jwt', kid: keyPair.kid },
  claims: claimsOf(consumerKey),
});

export const TOKEN_CASES: readonly JsonCase[] = [
  {
    command: 'tokens get',
    args: ({ consumerKey }) => [consumerKey, '--secret-stdin'],
    options: throughGateway,
    json: () => ({
      access_token: expect.stringMatching(/^ey[\w-]+\.ey[\w-]+\.[\w-]+$/),
      token_type: 'Bearer',
      expires_in: 600,
      scope: 'orders:read',
    }),
    secretOf: ({ access_token }) => access_token,
    talk: () => ['It lives for 600 s.'],
  },
  {
    command: 'tokens inspect',
    options: withToken,
    json: (world) => ({ ...ofToken(world), accepted: true }),
  },
  {
    command: 'tokens inspect',
    when: 'it would be denied',
    options: withToken,
    before: ({ tollgate, consumerKey }) => tollgate(['subscriptions', 'pause', consumerKey, '--yes']),
    json: (world) => ({
      ...ofToken(world),
      accepted: false,
      denied: 'subscription_paused',
      because: 'Its subscription is paused.',
    }),
    exitCode: 1,
  },
  {
    command: 'call',
    args: ({ consumerKey }) => ['/orders', '--consumer-key', consumerKey, '--secret-stdin'],
    options: throughGateway,
    json: () => ({
      status: 200,
      headers: { 'content-type': 'text/plain;charset=UTF-8', 'x-request': 'one' },
      body: '{"hello":1}',
    }),
  },
  {
    command: 'doctor',
    options: throughGateway,
    json: () => ({
      checks: ['server group', 'registry', 'metadata', 'clock', 'signing keys', 'token endpoint'].map((check) => ({
        check,
        result: 'ok',
        detail: expect.stringMatching(/^\S/),
      })),
    }),
  },
];
