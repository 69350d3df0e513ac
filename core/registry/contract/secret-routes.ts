/** The contract of the routes of consumer secrets. */
import * as z from 'zod';
import { idempotencyKey, ifMatch, overlap, time } from './fields.ts';
import type { Routes } from './route-contract.ts';
import { expecting, strict, text } from './texts.ts';
import { wireRotatedSecret, wireSubscription } from './wire-things.ts';

const nothing = strict({});

export const rotation = strict({ overlap, expiresAt: time.exactOptional() });
export const retirement = strict({ endTokens: z.boolean({ error: expecting('true or false') }).exactOptional() });
export type Rotation = z.output<typeof rotation>;
export type Retirement = z.output<typeof retirement>;

export const secretRoutes = {
  rotateSecret: {
    method: 'POST',
    path: '/subscriptions/{consumerKey}/secrets',
    tag: 'Secrets',
    summary: 'Make another consumer secret, which is shown this once; older ones end after the overlap',
    request: strict({
      path: strict({ consumerKey: text() }),
      query: nothing,
      headers: strict({ 'if-match': ifMatch.exactOptional(), 'idempotency-key': idempotencyKey.exactOptional() }),
      body: rotation,
    }),
    success: { status: 201, body: wireRotatedSecret, headers: ['ETag', 'Idempotency-Replayed'] },
    problems: ['not_found', 'conflict', 'unreadable_item'],
    mutation: true,
    holdsSecret: true,
  },
  retireSecret: {
    method: 'POST',
    path: '/subscriptions/{consumerKey}/secrets/{secretId}/retire',
    tag: 'Secrets',
    summary: 'End a consumer secret now, and with `endTokens` all tokens of the subscription that were issued so far',
    request: strict({
      path: strict({ consumerKey: text(), secretId: text() }),
      query: nothing,
      headers: strict({ 'if-match': ifMatch.exactOptional() }),
      body: retirement.exactOptional(),
    }),
    success: { status: 200, body: wireSubscription, headers: ['ETag'] },
    problems: ['not_found', 'conflict', 'unreadable_item'],
    mutation: true,
    holdsSecret: false,
  },
} as const satisfies Routes;
