/** The contract of the routes of subscriptions. */
import * as z from 'zod';
import { attributes, attributesPatch, confirm, id, idempotencyKey, ifMatch, page, time } from './fields.ts';
import { jwks } from './jwks.ts';
import type { Routes } from './route-contract.ts';
import { expecting, strict, text } from './texts.ts';
import { wireCreatedSubscription, wireSubscription, wireSubscriptions } from './wire-things.ts';

const nothing = strict({});
const subscriptionPath = strict({ consumerKey: text() });

export const newSubscription = strict({
  clientId: id,
  productId: id,
  jwks: jwks.exactOptional(),
  validFrom: time.exactOptional(),
  expiresAt: time.exactOptional(),
  attributes: attributes.exactOptional(),
});

export const subscriptionChange = strict({
  jwks: jwks.nullable().exactOptional(),
  validFrom: time.nullable().exactOptional(),
  expiresAt: time.nullable().exactOptional(),
  attributes: attributesPatch.exactOptional(),
  endTokens: z
    .boolean({ error: expecting('true or false') })
    .exactOptional()
    .describe('Ends all tokens of the subscription that were issued so far, as after a private key was leaked.'),
});
export type NewSubscription = z.output<typeof newSubscription>;
export type SubscriptionChange = z.output<typeof subscriptionChange>;

export const subscriptionRoutes = {
  createSubscription: {
    method: 'POST',
    path: '/subscriptions',
    tag: 'Subscriptions',
    summary: 'Subscribe a client to a product; the answer holds the consumer secret, which is shown this once',
    request: strict({
      path: nothing,
      query: nothing,
      headers: strict({ 'idempotency-key': idempotencyKey.exactOptional() }),
      body: newSubscription,
    }),
    success: { status: 201, body: wireCreatedSubscription, headers: ['ETag', 'Location', 'Idempotency-Replayed'] },
    problems: ['unreadable_item'],
    mutation: true,
    holdsSecret: true,
  },
  listSubscriptions: {
    method: 'GET',
    path: '/subscriptions',
    tag: 'Subscriptions',
    summary: 'List subscriptions, all of them or those of one client or of one product',
    request: strict({
      path: nothing,
      query: strict({ ...page, clientId: id.exactOptional(), productId: id.exactOptional() }).refine(
        ({ clientId, productId }) => clientId === undefined || productId === undefined,
        { path: ['productId'], error: 'cannot be combined with clientId' },
      ),
      headers: nothing,
    }),
    success: { status: 200, body: wireSubscriptions },
    problems: [],
    mutation: false,
    holdsSecret: false,
  },
  readSubscription: {
    method: 'GET',
    path: '/subscriptions/{consumerKey}',
    tag: 'Subscriptions',
    summary: 'Read a subscription',
    request: strict({ path: subscriptionPath, query: nothing, headers: nothing }),
    success: { status: 200, body: wireSubscription, headers: ['ETag'] },
    problems: ['not_found', 'unreadable_item'],
    mutation: false,
    holdsSecret: false,
  },
  changeSubscription: {
    method: 'PATCH',
    path: '/subscriptions/{consumerKey}',
    tag: 'Subscriptions',
    summary: 'Change a subscription by a JSON merge patch (RFC 7396)',
    request: strict({
      path: subscriptionPath,
      query: nothing,
      headers: strict({ 'if-match': ifMatch }),
      body: subscriptionChange,
    }),
    success: { status: 200, body: wireSubscription, headers: ['ETag'] },
    problems: ['not_found', 'conflict', 'unreadable_item'],
    mutation: true,
    holdsSecret: false,
  },
  deleteSubscription: {
    method: 'DELETE',
    path: '/subscriptions/{consumerKey}',
    tag: 'Subscriptions',
    summary: 'Delete a subscription; one that is active or paused needs its consumer key as `confirm`',
    request: strict({
      path: subscriptionPath,
      query: strict({ confirm: confirm.exactOptional() }),
      headers: strict({ 'if-match': ifMatch }),
    }),
    success: { status: 204 },
    problems: ['not_found', 'in_use', 'conflict', 'unreadable_item'],
    mutation: true,
    holdsSecret: false,
  },
  approveSubscription: transition('approve', 'Approve a pending subscription, which is active from then on'),
  pauseSubscription: transition('pause', 'Pause an active subscription'),
  resumeSubscription: transition('resume', 'Resume a paused subscription'),
  revokeSubscription: transition('revoke', 'Revoke a subscription, for good'),
} as const satisfies Routes;

/** Asked for again, it changes nothing and answers the same. */
function transition<const Verb extends string>(verb: Verb, summary: string) {
  return {
    method: 'POST',
    path: `/subscriptions/{consumerKey}/${verb}`,
    tag: 'Subscriptions',
    summary,
    request: strict({
      path: subscriptionPath,
      query: nothing,
      headers: strict({ 'if-match': ifMatch.exactOptional() }),
      body: nothing.exactOptional(),
    }),
    success: { status: 200, body: wireSubscription, headers: ['ETag'] },
    problems: ['not_found', 'conflict', 'unreadable_item'],
    mutation: true,
    holdsSecret: false,
  } as const;
}
