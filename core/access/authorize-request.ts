/** Decides whether one request to a protected API is let through: its route, its token, and what the registry says now. */
import type { DeployedCatalogue } from '../catalog/deployed-catalogue.ts';
import type { AccessToken } from '../oauth/access-token.ts';
import { isForProject } from '../oauth/audience.ts';
import { checkSubscription } from '../registry/check-subscription.ts';
import type { ClientReader, ProductReader, SubscriptionReader } from '../registry/ports.ts';
import { failure, type Result, success } from '../result.ts';
import type { AccessFailure } from './access-failure.ts';
import { type DecidedRoute, decideRoute, type RequestedRoute } from './decide-route.ts';
import { differingAttribute } from './differing-attribute.ts';
import { findToken, type TokenPlaces } from './find-token.ts';
import { findTokenEnd } from './find-token-end.ts';
import { productOpens } from './product-opens.ts';
import { type ReadAccessTokenDependencies, readAccessToken } from './read-access-token.ts';
import type { RevocationReader } from './token-revocations.ts';

export interface AccessRequest extends RequestedRoute, TokenPlaces {}

export interface AuthorizeRequestDependencies extends ReadAccessTokenDependencies {
  readonly catalogue: DeployedCatalogue;
  readonly subscriptions: SubscriptionReader;
  readonly clients: ClientReader;
  readonly products: ProductReader;
  readonly revocations: RevocationReader;
}

/** Who calls, with what right; what the backend is told. */
export interface AccessGrant {
  readonly projectId: string;
  readonly consumerKey: string;
  readonly clientId: string;
  readonly productId: string;
  readonly scopes: readonly string[];
  /** Of a WSDL project: the operations that the product is narrowed to, which whoever reads the message must check. */
  readonly soapOperations?: readonly string[];
}

/** @throws a fault when keys or registry cannot be read: that is neither a yes nor a no */
export async function authorizeRequest(
  request: AccessRequest,
  dependencies: AuthorizeRequestDependencies,
): Promise<Result<AccessGrant, AccessFailure>> {
  const decided = decideRoute(dependencies.catalogue, request);
  if (!decided.ok) return decided;
  const { verify } = decided.value.route;
  // A public route has no authorizer; if one asks all the same, something is wrong.
  if (verify === null) return failure({ reason: 'route_unknown' });
  const found = findToken(request, verify);
  if (!found.ok) return found;
  const token = await readAccessToken(found.value, dependencies);
  if (!token.ok) return token;
  if (!isForProject(token.value.audience, dependencies.audience, decided.value.project.path)) {
    return failure({ reason: 'audience_wrong' });
  }
  const granted = await checkRegistry(token.value, decided.value, request, dependencies);
  // Who cannot see the body, such as an authorizer, cannot tell which operation is called.
  const unseen = request.form === undefined && granted.ok && granted.value.soapOperations !== undefined;
  return unseen ? failure({ reason: 'operation_not_in_product' }) : granted;
}

async function checkRegistry(
  token: AccessToken,
  decided: DecidedRoute,
  { method, path }: RequestedRoute,
  dependencies: AuthorizeRequestDependencies,
): Promise<Result<AccessGrant, AccessFailure>> {
  const [subscription, client, found, revoked] = await Promise.all([
    dependencies.subscriptions.get(token.consumerKey),
    dependencies.clients.get(token.clientId),
    dependencies.products.get(token.productId),
    dependencies.revocations.isRevoked(token.tokenId),
  ]);
  if (subscription === undefined) return failure({ reason: 'subscription_missing' });
  const ended = findTokenEnd(token, subscription, revoked);
  if (ended !== undefined) return failure(ended);
  const checked = await checkSubscription(subscription, { client, product: found }, dependencies, dependencies.now());
  if (!checked.ok) return failure({ reason: checked.failure });
  const { product } = checked.value;
  const opened = productOpens(product, decided, method, path);
  if (opened !== 'opened') return failure({ reason: opened });
  // A scope that the product no longer sells is gone from the tokens that hold it, too.
  const scopes = token.scopes.filter((scope) => product.scopes.includes(scope));
  const { verify } = decided.route;
  if (verify === null) return failure({ reason: 'route_unknown' });
  if (!verify.scopes.every((scope) => scopes.includes(scope))) {
    return failure({ reason: 'scope_missing', scopes: verify.scopes });
  }
  const attribute = differingAttribute(verify, token, { ...checked.value, subscription }, dependencies.catalogue);
  if (attribute !== undefined) return failure({ reason: 'attribute_differs', attribute });
  const { projectId } = decided.project;
  const soapOperations = product.projects.find((held) => held.projectId === projectId)?.soapOperations;
  return success({
    projectId,
    consumerKey: token.consumerKey,
    clientId: token.clientId,
    productId: token.productId,
    scopes,
    ...(soapOperations !== undefined && { soapOperations }),
  });
}
