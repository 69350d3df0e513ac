/** Reads an access token and believes nothing of it that is not signed with a published key, meant for us, and of this time. */
import type { AccessToken } from '../oauth/access-token.ts';
import type { Clock } from '../registry/ports.ts';
import { failure, type Result } from '../result.ts';
import type { AccessFailure } from './access-failure.ts';
import { isCompactForm } from './compact-form.ts';
import { judgeClaims, type SignedToken } from './judge-claims.ts';

export interface ReadAccessTokenDependencies {
  readonly issuer: string;
  /** The gateway's URL. */
  readonly audience: string;
  /** Checks the signature with the published key that the header's `kid` names, and no other. */
  readonly readSignedToken: (token: string) => Promise<Result<SignedToken, AccessFailure>>;
  readonly now: Clock;
}

/** @throws a fault when the keys cannot be read */
export async function readAccessToken(
  token: string,
  { readSignedToken, issuer, audience, now }: ReadAccessTokenDependencies,
): Promise<Result<AccessToken, AccessFailure>> {
  if (!isCompactForm(token)) return failure({ reason: 'token_malformed' });
  const signed = await readSignedToken(token);
  return signed.ok ? judgeClaims(signed.value, { issuer, audience, now: now() }) : signed;
}
