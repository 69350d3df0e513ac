/** Finds what has ended a token before its time: its subscription was made anew or changed, or the token was revoked. */
import type { AccessToken } from '../oauth/access-token.ts';
import type { Subscription } from '../registry/subscription.ts';
import type { AccessFailure } from './access-failure.ts';

/**
 * @param subscription of the token's consumer key, as it is now
 * @param revoked whether the client has revoked this very token
 * @returns undefined for a token that nothing has ended
 */
export function findTokenEnd(
  token: AccessToken,
  subscription: Subscription,
  revoked: boolean,
): AccessFailure | undefined {
  if (subscription.incarnation !== token.subscription) return { reason: 'subscription_replaced' };
  if (subscription.clientId !== token.clientId || subscription.productId !== token.productId) {
    return { reason: 'product_changed' };
  }
  if (subscription.tokensNotBefore !== undefined && token.issuedAt < subscription.tokensNotBefore) {
    return { reason: 'token_revoked' };
  }
  return revoked ? { reason: 'token_revoked_by_client' } : undefined;
}
