/** Authenticates a client (RFC 6749 §2.3) and checks that its subscription is live. */
import { AUTHENTICATION_METHODS, type AuthenticationMethod } from '../registry/authentication-method.ts';
import { checkSubscription } from '../registry/check-subscription.ts';
import type { Client } from '../registry/client.ts';
import type { ClientReader, ProductReader } from '../registry/ports.ts';
import type { Product } from '../registry/product.ts';
import type { Subscription } from '../registry/subscription.ts';
import { failure, type Result, success } from '../result.ts';
import type { AssertionUses } from './assertion-uses.ts';
import type { ClientAssertion } from './client-assertion.ts';
import type { ClientCredentials } from './client-authentication.ts';
import { type ProveByAssertionDependencies, proveByAssertion } from './prove-by-assertion.ts';
import { type ProveBySecretDependencies, proveBySecret } from './prove-by-secret.ts';
import type { TokenFailure } from './token-failure.ts';

export interface AuthenticateClientDependencies extends ProveBySecretDependencies, ProveByAssertionDependencies {
  readonly clients: ClientReader;
  readonly products: ProductReader;
  readonly assertionUses: AssertionUses;
  /** Unique, at least 128 random bits. */
  readonly newUseId: () => string;
}

export interface AuthenticatedClient {
  readonly subscription: Subscription;
  readonly client: Client;
  readonly product: Product;
  readonly method: AuthenticationMethod;
  /** The secret that it authenticated with; absent for an assertion. */
  readonly secretId?: string;
}

/**
 * An assertion is used up when it has proved who the client is and that it may come in this way, whatever becomes of its
 * request; not before, so that nobody fills the store with assertions that prove nothing.
 *
 * @param now epoch milliseconds
 */
export async function authenticateClient(
  credentials: ClientCredentials,
  now: number,
  dependencies: AuthenticateClientDependencies,
): Promise<Result<AuthenticatedClient, TokenFailure>> {
  const proven = await prove(credentials, now, dependencies);
  if (!proven.ok) return proven;
  const { subscription, secretId, assertion } = proven.value;
  const [client, product] = await Promise.all([
    dependencies.clients.get(subscription.clientId),
    dependencies.products.get(subscription.productId),
  ]);
  const checked = await checkSubscription(subscription, { client, product }, dependencies, now);
  if (!checked.ok) return failure({ reason: checked.failure });
  const { method } = credentials;
  const { authenticationMethods = AUTHENTICATION_METHODS } = checked.value.product;
  if (!authenticationMethods.includes(method)) return failure({ reason: 'authentication_method_not_allowed' });
  if (assertion !== undefined && !(await isFirstUse(assertion, dependencies))) {
    return failure({ reason: 'assertion_replayed' });
  }
  return success({ subscription, ...checked.value, method, ...(secretId !== undefined && { secretId }) });
}

interface Proven {
  readonly subscription: Subscription;
  readonly secretId?: string;
  readonly assertion?: ClientAssertion;
}

function prove(
  credentials: ClientCredentials,
  now: number,
  dependencies: AuthenticateClientDependencies,
): Promise<Result<Proven, TokenFailure>> {
  return credentials.method === 'private_key_jwt'
    ? proveByAssertion(credentials, now, dependencies)
    : proveBySecret(credentials, now, dependencies);
}

function isFirstUse(
  { consumerKey, assertionId, endsAt }: ClientAssertion,
  { assertionUses, newUseId }: AuthenticateClientDependencies,
): Promise<boolean> {
  return assertionUses.use({ consumerKey, assertionId, endsAt, useId: newUseId() });
}
