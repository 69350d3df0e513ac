/** Why a call to a protected API is refused, and the one place where that becomes a verdict (RFC 6750 §3.1). */
import type { SubscriptionRefusal } from '../registry/subscription.ts';

export type AccessFailure =
  | { readonly reason: 'token_missing' }
  | { readonly reason: 'several_tokens' }
  | { readonly reason: 'token_misplaced' }
  | { readonly reason: 'form_encoded' }
  | { readonly reason: 'authorization_malformed' }
  | { readonly reason: 'token_malformed' }
  | { readonly reason: 'key_unknown' }
  | { readonly reason: 'signature_invalid' }
  | { readonly reason: 'token_type_wrong' }
  | { readonly reason: 'critical_header' }
  | { readonly reason: 'sender_constrained' }
  | { readonly reason: 'issuer_wrong' }
  | { readonly reason: 'audience_wrong' }
  | { readonly reason: 'claims_malformed' }
  | { readonly reason: 'token_expired' }
  | { readonly reason: 'token_not_yet_valid' }
  | { readonly reason: 'lifetime_too_long' }
  | { readonly reason: 'subscription_missing' }
  | { readonly reason: 'subscription_replaced' }
  | { readonly reason: 'product_changed' }
  | { readonly reason: 'token_revoked' }
  | { readonly reason: 'token_revoked_by_client' }
  | { readonly reason: SubscriptionRefusal }
  | { readonly reason: 'registry_item_unreadable' }
  | { readonly reason: 'path_not_canonical' }
  | { readonly reason: 'path_too_long' }
  | { readonly reason: 'route_unknown' }
  | { readonly reason: 'project_not_in_product' }
  | { readonly reason: 'operation_not_in_product' }
  | { readonly reason: 'scope_missing'; readonly scopes: readonly string[] }
  | { readonly reason: 'attribute_differs'; readonly attribute: string };

/**
 * What the caller is told. `unauthorized` (401): a new token might help. `forbidden` (403): it would not. `malformed`
 * (400): the request does not say clearly which token it is made with; an authorizer, which cannot answer 400, takes it
 * for unauthorized. The texts hold no character that would need escaping in JSON or a header.
 */
export type AccessRefusal =
  | { readonly status: 'malformed'; readonly description: string }
  /** `tried`: there was a token, and it was no good. */
  | { readonly status: 'unauthorized'; readonly tried: boolean }
  | {
      readonly status: 'forbidden';
      readonly error: 'insufficient_scope' | 'access_denied';
      readonly description: string;
      /** The scopes that the route needs, space-separated; empty when scopes are not the matter. */
      readonly scope: string;
    };

export function refusalOf(failure: AccessFailure): AccessRefusal {
  switch (failure.reason) {
    case 'scope_missing':
      return forbidden(
        'insufficient_scope',
        'The access token lacks a scope that this resource needs.',
        failure.scopes,
      );
    case 'project_not_in_product':
      return forbidden('insufficient_scope', 'The product of this subscription does not include this API project.');
    case 'operation_not_in_product':
      return forbidden('insufficient_scope', 'The product of this subscription does not include this operation.');
    case 'path_not_canonical':
      return forbidden('access_denied', 'The path holds dot segments, empty segments or encoded separators.');
    case 'path_too_long':
      return forbidden('access_denied', 'The path is too long to be authorized.');
    case 'route_unknown':
      return forbidden('access_denied', 'No resource serves this path and method.');
    case 'attribute_differs':
      return forbidden(
        'insufficient_scope',
        `The access token lacks the value of the attribute ${failure.attribute} that this resource needs.`,
      );
    case 'several_tokens':
      return { status: 'malformed', description: 'The request holds more than one access token.' };
    case 'token_misplaced':
      return { status: 'malformed', description: 'The access token stands where this resource does not take it.' };
    case 'form_encoded':
      return { status: 'malformed', description: 'A form must be sent without a Content-Encoding.' };
    case 'token_missing':
    case 'authorization_malformed':
      return { status: 'unauthorized', tried: false };
    case 'token_malformed':
    case 'key_unknown':
    case 'signature_invalid':
    case 'token_type_wrong':
    case 'critical_header':
    case 'sender_constrained':
    case 'issuer_wrong':
    case 'audience_wrong':
    case 'claims_malformed':
    case 'token_expired':
    case 'token_not_yet_valid':
    case 'lifetime_too_long':
    case 'subscription_missing':
    case 'subscription_replaced':
    case 'product_changed':
    case 'token_revoked':
    case 'token_revoked_by_client':
    case 'subscription_pending':
    case 'subscription_paused':
    case 'subscription_revoked':
    case 'subscription_not_yet_valid':
    case 'subscription_expired':
    case 'client_missing':
    case 'client_replaced':
    case 'client_disabled':
    case 'product_missing':
    case 'product_replaced':
    case 'registry_item_unreadable':
      return { status: 'unauthorized', tried: true };
  }
}

function forbidden(
  error: 'insufficient_scope' | 'access_denied',
  description: string,
  scopes: readonly string[] = [],
): AccessRefusal {
  return { status: 'forbidden', error, description, scope: scopes.join(' ') };
}
