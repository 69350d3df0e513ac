import { expect, test } from '@jest/globals';
import { answerTokenFailure, type TokenErrorAnswer, type TokenFailure } from '#core/oauth/token-failure.ts';

const answer = (error: TokenErrorAnswer['error'], description: string, status: TokenErrorAnswer['status'] = 400) => ({
  status,
  error,
  description,
});
const unclear = (description: string) => answer('invalid_request', description);
const STRANGER = answer('invalid_client', 'Client authentication failed.', 401);

/** Every reason there is, or this does not compile. */
const ANSWERS: Readonly<Record<TokenFailure['reason'], TokenErrorAnswer>> = {
  method_not_allowed: answer('invalid_request', 'Use POST.', 405),
  not_a_form: unclear('The body must be application/x-www-form-urlencoded.'),
  form_too_large: unclear('The body is too large.'),
  form_malformed: unclear('The body is not well-formed: a percent escape is broken or is not UTF-8.'),
  parameter_repeated: unclear('A parameter is given more than once.'),
  parameter_in_query: unclear('Parameters belong in the body, not in the query string.'),
  grant_type_missing: unclear('grant_type is missing.'),
  token_missing: unclear('token is missing.'),
  several_authorization_headers: unclear('There is more than one Authorization header.'),
  several_authentication_methods: unclear('Use one method of client authentication, not several.'),
  assertion_incomplete: unclear('client_assertion and client_assertion_type go together.'),
  client_id_contradicted: unclear('client_id in the body is not the one of the Authorization header.'),
  token_too_large: unclear('The token would be too large. Ask for fewer scopes or resources.'),
  grant_type_unsupported: answer('unsupported_grant_type', 'Only client_credentials is supported.'),
  scope_malformed: answer('invalid_scope', 'scope must be scope tokens separated by single spaces.'),
  scope_not_allowed: answer('invalid_scope', 'The subscription does not include every requested scope.'),
  resources_too_many: answer('invalid_target', 'Name at most five resources.'),
  resource_not_allowed: answer('invalid_target', 'The subscription does not include every requested resource.'),
  authentication_missing: STRANGER,
  authentication_method_unsupported: STRANGER,
  authentication_method_not_allowed: STRANGER,
  basic_malformed: STRANGER,
  credentials_malformed: STRANGER,
  client_unknown: STRANGER,
  secret_wrong: STRANGER,
  assertion_malformed: STRANGER,
  assertion_type_wrong: STRANGER,
  assertion_algorithm_unsupported: STRANGER,
  assertion_claims_malformed: STRANGER,
  assertion_audience_wrong: STRANGER,
  assertion_of_another_client: STRANGER,
  assertion_expired: STRANGER,
  assertion_not_yet_valid: STRANGER,
  assertion_lifetime_too_long: STRANGER,
  assertion_key_unknown: STRANGER,
  assertion_signature_invalid: STRANGER,
  assertion_replayed: STRANGER,
  subscription_pending: STRANGER,
  subscription_paused: STRANGER,
  subscription_revoked: STRANGER,
  subscription_not_yet_valid: STRANGER,
  subscription_expired: STRANGER,
  client_missing: STRANGER,
  client_replaced: STRANGER,
  client_disabled: STRANGER,
  product_missing: STRANGER,
  product_replaced: STRANGER,
  registry_item_unreadable: STRANGER,
};

test.each(Object.entries(ANSWERS))(
  'RFC 6749 §5.2: for %s the client is told what it may know, and no more',
  (reason, told) => {
    expect(answerTokenFailure({ reason } as TokenFailure)).toEqual(told);
  },
);
