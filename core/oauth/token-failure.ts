/** Why the endpoints that clients authenticate at refuse, and the one place where that becomes an answer (RFC 6749 §5.2). */
import type { SubscriptionRefusal } from '../registry/subscription.ts';
import type { AudienceFailure } from './audience.ts';
import type { AssertionFailure } from './client-assertion.ts';
import type { FormFailure } from './form.ts';

export type TokenFailure =
  | FormFailure
  | { readonly reason: 'method_not_allowed' }
  | { readonly reason: 'parameter_in_query' }
  | { readonly reason: 'not_a_form' }
  | { readonly reason: 'grant_type_missing' }
  | { readonly reason: 'token_missing' }
  | { readonly reason: 'several_authorization_headers' }
  | { readonly reason: 'several_authentication_methods' }
  | { readonly reason: 'client_id_contradicted' }
  | { readonly reason: 'authentication_missing' }
  | { readonly reason: 'authentication_method_unsupported' }
  | { readonly reason: 'basic_malformed' }
  | { readonly reason: 'credentials_malformed' }
  | { readonly reason: 'client_unknown' }
  | { readonly reason: 'secret_wrong' }
  | { readonly reason: 'assertion_incomplete' }
  | AssertionFailure
  | { readonly reason: 'assertion_key_unknown' }
  | { readonly reason: 'assertion_signature_invalid' }
  | { readonly reason: 'assertion_replayed' }
  | { readonly reason: 'authentication_method_not_allowed' }
  | { readonly reason: SubscriptionRefusal }
  | { readonly reason: 'registry_item_unreadable' }
  | { readonly reason: 'grant_type_unsupported' }
  | { readonly reason: 'scope_malformed' }
  | { readonly reason: 'scope_not_allowed' }
  | AudienceFailure
  | { readonly reason: 'token_too_large' };

/** The description is fixed text: nothing of the request is repeated. */
export interface TokenErrorAnswer {
  readonly status: 400 | 401 | 405;
  readonly error: 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope' | 'invalid_target';
  readonly description: string;
}

/** An unknown key, a wrong secret or assertion, and a disabled client get the very same answer; only the log tells them apart. */
export function answerTokenFailure({ reason }: TokenFailure): TokenErrorAnswer {
  switch (reason) {
    case 'method_not_allowed':
      return { status: 405, error: 'invalid_request', description: 'Use POST.' };
    case 'not_a_form':
      return invalidRequest('The body must be application/x-www-form-urlencoded.');
    case 'form_too_large':
      return invalidRequest('The body is too large.');
    case 'form_malformed':
      return invalidRequest('The body is not well-formed: a percent escape is broken or is not UTF-8.');
    case 'parameter_repeated':
      return invalidRequest('A parameter is given more than once.');
    case 'parameter_in_query':
      return invalidRequest('Parameters belong in the body, not in the query string.');
    case 'grant_type_missing':
      return invalidRequest('grant_type is missing.');
    case 'token_missing':
      return invalidRequest('token is missing.');
    case 'several_authorization_headers':
      return invalidRequest('There is more than one Authorization header.');
    case 'several_authentication_methods':
      return invalidRequest('Use one method of client authentication, not several.');
    case 'assertion_incomplete':
      return invalidRequest('client_assertion and client_assertion_type go together.');
    case 'client_id_contradicted':
      return invalidRequest('client_id in the body is not the one of the Authorization header.');
    case 'grant_type_unsupported':
      return { status: 400, error: 'unsupported_grant_type', description: 'Only client_credentials is supported.' };
    case 'scope_malformed':
      return {
        status: 400,
        error: 'invalid_scope',
        description: 'scope must be scope tokens separated by single spaces.',
      };
    case 'scope_not_allowed':
      return {
        status: 400,
        error: 'invalid_scope',
        description: 'The subscription does not include every requested scope.',
      };
    case 'resources_too_many':
      return { status: 400, error: 'invalid_target', description: 'Name at most five resources.' };
    case 'resource_not_allowed':
      return {
        status: 400,
        error: 'invalid_target',
        description: 'The subscription does not include every requested resource.',
      };
    case 'token_too_large':
      return invalidRequest('The token would be too large. Ask for fewer scopes or resources.');
    case 'authentication_missing':
    case 'authentication_method_unsupported':
    case 'basic_malformed':
    case 'credentials_malformed':
    case 'client_unknown':
    case 'secret_wrong':
    case 'assertion_malformed':
    case 'assertion_type_wrong':
    case 'assertion_algorithm_unsupported':
    case 'assertion_claims_malformed':
    case 'assertion_audience_wrong':
    case 'assertion_of_another_client':
    case 'assertion_expired':
    case 'assertion_not_yet_valid':
    case 'assertion_lifetime_too_long':
    case 'assertion_key_unknown':
    case 'assertion_signature_invalid':
    case 'assertion_replayed':
    case 'authentication_method_not_allowed':
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
      return { status: 401, error: 'invalid_client', description: 'Client authentication failed.' };
  }
}

function invalidRequest(description: string): TokenErrorAnswer {
  return { status: 400, error: 'invalid_request', description };
}
