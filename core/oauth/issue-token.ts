/** Issues an access token for the client credentials grant (RFC 6749 §4.4): authenticate, check the grant, sign. */

import { MAXIMUM_TOKEN_CHARACTERS } from '../access/compact-form.ts';
import type { TokenAttributes } from '../catalog/token-attributes.ts';
import type { Clock } from '../registry/ports.ts';
import { failure, type Result, success } from '../result.ts';
import { type AccessToken, type AccessTokenClaims, toClaims } from './access-token.ts';
import { attributeValues } from './attribute-values.ts';
import { grantAudience, type ResourceIndicators } from './audience.ts';
import {
  type AuthenticateClientDependencies,
  type AuthenticatedClient,
  authenticateClient,
} from './authenticate-client.ts';
import { grantScopes } from './scope.ts';
import type { TokenFailure } from './token-failure.ts';
import type { TokenRequest } from './token-request.ts';

export interface IssueTokenDependencies extends AuthenticateClientDependencies {
  /** Signs a JWS in compact form with `typ` at+jwt. Rejects with a fault when it has no key to sign with. */
  readonly sign: (claims: AccessTokenClaims) => Promise<string>;
  readonly now: Clock;
  /** Unique, at least 128 random bits, base64url. */
  readonly newTokenId: () => string;
}

/** What a token endpoint puts into every token it makes. */
export interface TokenEndpoint {
  readonly projectId: string;
  /** What its tokens can be for. */
  readonly resources: ResourceIndicators;
  /** Seconds. A product can have a lifetime of its own. */
  readonly accessTokenLifetime: number;
  readonly attributes: TokenAttributes;
}

export interface IssuedToken {
  /** What the answer of RFC 6749 §5.1 holds. */
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly scopes: readonly string[];
  readonly token: AccessToken;
  readonly client: AuthenticatedClient;
}

export async function issueToken(
  request: TokenRequest,
  endpoint: TokenEndpoint,
  dependencies: IssueTokenDependencies,
): Promise<Result<IssuedToken, TokenFailure>> {
  const now = dependencies.now();
  const authenticated = await authenticateClient(request.credentials, now, dependencies);
  if (!authenticated.ok) return authenticated;
  const { subscription, product } = authenticated.value;
  if (request.grantType !== 'client_credentials') return failure({ reason: 'grant_type_unsupported' });
  const scopes = grantScopes(request.scope, product.scopes);
  if (!scopes.ok) return scopes;
  const audience = grantAudience(request.resources, endpoint.resources, product);
  if (!audience.ok) return audience;

  // After a leaked secret was retired, what is issued must not look older than the end of the tokens that were got with it.
  const issuedAt = Math.max(Math.floor(now / 1_000), subscription.tokensNotBefore ?? 0);
  const lifetime =
    product.accessTokenExpiryTime === undefined ? endpoint.accessTokenLifetime : product.accessTokenExpiryTime / 1_000;
  const token: AccessToken = {
    issuer: dependencies.issuer,
    audience: audience.value,
    consumerKey: subscription.consumerKey,
    clientId: subscription.clientId,
    productId: subscription.productId,
    subscription: subscription.incarnation,
    tokenEndpoint: endpoint.projectId,
    scopes: scopes.value,
    issuedAt,
    expiresAt: issuedAt + lifetime,
    tokenId: dependencies.newTokenId(),
    attributes: attributeValues(endpoint.attributes, authenticated.value),
  };
  const accessToken = await dependencies.sign(toClaims(token));
  if (accessToken.length > MAXIMUM_TOKEN_CHARACTERS) return failure({ reason: 'token_too_large' });
  return success({ accessToken, expiresIn: lifetime, scopes: scopes.value, token, client: authenticated.value });
}
