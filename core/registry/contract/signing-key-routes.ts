/** The contract of the routes of signing keys. */
import * as z from 'zod';
import { KEY_STATES } from '#core/keys/signing-key.ts';
import type { Routes } from './route-contract.ts';
import { strict, text } from './texts.ts';

const nothing = strict({});
const time = z.iso.datetime();

export const wireSigningKey = z.strictObject({
  kid: z.string().describe('JWK thumbprint (RFC 7638), as in the header of tokens.'),
  state: z.enum(KEY_STATES),
  signs: z.boolean().describe('Whether new tokens are signed with it.'),
  ageDays: z.int().min(0).describe('Whole days since it was made.'),
  createdAt: time,
  promotedAt: time.exactOptional(),
  retiredAt: time.exactOptional(),
  revokedAt: time.exactOptional(),
  promotableFrom: time.exactOptional().describe('Of a next key: when everybody knows it, so that it may be promoted.'),
  promotionDue: time.exactOptional().describe('Of the next key: when the rotation promotes it.'),
  retirementDue: time.exactOptional().describe('Of the newest current key: when the rotation promotes the next one.'),
  endsAt: time.exactOptional().describe('Of a retired key: when it is published no longer.'),
  revision: z.int().min(0),
});
export const wireSigningKeys = z.strictObject({ items: z.array(wireSigningKey).readonly() });
export type WireSigningKey = z.infer<typeof wireSigningKey>;

export const signingKeyRoutes = {
  listSigningKeys: {
    method: 'GET',
    path: '/signing-keys',
    tag: 'Signing keys',
    summary: 'List the keys that access tokens are signed with',
    request: strict({ path: nothing, query: nothing, headers: nothing }),
    success: { status: 200, body: wireSigningKeys },
    problems: [],
    mutation: false,
    holdsSecret: false,
  },
  rotateSigningKeys: {
    method: 'POST',
    path: '/signing-keys/rotate',
    tag: 'Signing keys',
    summary: 'Promote the next key now; refused until it has been published for 24 hours',
    request: strict({ path: nothing, query: nothing, headers: nothing, body: nothing.exactOptional() }),
    success: { status: 200, body: wireSigningKey },
    problems: ['conflict'],
    mutation: true,
    holdsSecret: false,
  },
  revokeSigningKey: {
    method: 'POST',
    path: '/signing-keys/{kid}/revoke',
    tag: 'Signing keys',
    summary: 'Have no token of a key accepted any more; the next key is promoted first if it is the one that signs',
    request: strict({
      path: strict({ kid: text() }),
      query: nothing,
      headers: nothing,
      body: nothing.exactOptional(),
    }),
    success: { status: 200, body: wireSigningKey },
    problems: ['not_found', 'conflict'],
    mutation: true,
    holdsSecret: false,
  },
} as const satisfies Routes;
