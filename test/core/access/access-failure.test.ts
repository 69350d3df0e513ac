import { expect, test } from '@jest/globals';
import { type AccessFailure, type AccessRefusal, refusalOf } from '#core/access/access-failure.ts';

const UNTRIED: AccessRefusal = { status: 'unauthorized', tried: false };
const TRIED: AccessRefusal = { status: 'unauthorized', tried: true };
const malformed = (description: string): AccessRefusal => ({ status: 'malformed', description });
const narrow = (description: string, scope = ''): AccessRefusal => ({
  status: 'forbidden',
  error: 'insufficient_scope',
  description,
  scope,
});
const denied = (description: string): AccessRefusal => ({
  status: 'forbidden',
  error: 'access_denied',
  description,
  scope: '',
});

/** Every reason there is, or this does not compile. */
const REFUSALS: Readonly<Record<AccessFailure['reason'], AccessRefusal>> = {
  token_missing: UNTRIED,
  authorization_malformed: UNTRIED,
  several_tokens: malformed('The request holds more than one access token.'),
  token_misplaced: malformed('The access token stands where this resource does not take it.'),
  form_encoded: malformed('A form must be sent without a Content-Encoding.'),
  token_malformed: TRIED,
  key_unknown: TRIED,
  signature_invalid: TRIED,
  token_type_wrong: TRIED,
  critical_header: TRIED,
  sender_constrained: TRIED,
  issuer_wrong: TRIED,
  audience_wrong: TRIED,
  claims_malformed: TRIED,
  token_expired: TRIED,
  token_not_yet_valid: TRIED,
  lifetime_too_long: TRIED,
  subscription_missing: TRIED,
  subscription_replaced: TRIED,
  product_changed: TRIED,
  token_revoked: TRIED,
  token_revoked_by_client: TRIED,
  subscription_pending: TRIED,
  subscription_paused: TRIED,
  subscription_revoked: TRIED,
  subscription_not_yet_valid: TRIED,
  subscription_expired: TRIED,
  client_missing: TRIED,
  client_replaced: TRIED,
  client_disabled: TRIED,
  product_missing: TRIED,
  product_replaced: TRIED,
  registry_item_unreadable: TRIED,
  path_not_canonical: denied('The path holds dot segments, empty segments or encoded separators.'),
  path_too_long: denied('The path is too long to be authorized.'),
  route_unknown: denied('No resource serves this path and method.'),
  project_not_in_product: narrow('The product of this subscription does not include this API project.'),
  operation_not_in_product: narrow('The product of this subscription does not include this operation.'),
  scope_missing: narrow('The access token lacks a scope that this resource needs.', 'a b'),
  attribute_differs: narrow('The access token lacks the value of the attribute tier that this resource needs.'),
};

test.each(Object.entries(REFUSALS))('for %s the caller is told what it may know, and no more', (reason, refusal) => {
  const failure = { reason, scopes: ['a', 'b'], attribute: 'tier' } as AccessFailure;

  expect(refusalOf(failure)).toEqual(refusal);
});
