/** Why a token would be refused, in words, by the reason that the verifier gives. */

const TEXTS: Readonly<Record<string, string>> = {
  token_malformed: 'It is no signed token in compact form: something is missing, added or cut off.',
  key_unknown:
    'It is signed with a key that is not, or no longer, published: it is of another server group, or very old.',
  signature_invalid: 'Its signature is wrong: it was changed, or made by somebody else.',
  token_type_wrong: 'It is no access token: its type is not at+jwt.',
  critical_header: 'Its header asks for an extension that is not supported.',
  sender_constrained: 'It is bound to a key of its holder, which is not supported.',
  issuer_wrong: 'It is of another issuer: of another server group, or of somebody else.',
  audience_wrong: 'It is meant for another gateway.',
  claims_malformed: 'A claim that it needs is missing or malformed.',
  token_expired: 'It has expired; ask for another one.',
  token_not_yet_valid: 'It is not valid yet; a clock may be wrong.',
  lifetime_too_long: 'It claims to live longer than any token here.',
  subscription_missing: 'Its subscription is gone.',
  subscription_pending: 'Its subscription waits to be approved.',
  subscription_paused: 'Its subscription is paused.',
  subscription_revoked: 'Its subscription is revoked.',
  subscription_expired: 'Its subscription has ended.',
  subscription_not_yet_valid: 'Its subscription has not begun.',
  token_revoked: 'All tokens of its subscription that are as old as it were ended.',
  client_missing: 'Its client is gone.',
  client_disabled: 'Its client is disabled.',
  product_missing: 'Its product is gone.',
};

export function denialText(reason: string): string {
  return TEXTS[reason] ?? reason;
}
