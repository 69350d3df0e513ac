/** A small world that tokens are made and judged in: one client, one subscription, one signing key, a clock to move. */
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { clientAssertions } from '#adapters/jwt/client-assertions.ts';
import { publicKeySet, readSignedToken } from '#adapters/jwt/read-signed-token.ts';
import { signAccessToken } from '#adapters/jwt/sign-access-token.ts';
import type { RefusalClock } from '#adapters/runtime/refusal-clock.ts';
import { secretHasher } from '#adapters/runtime/secret-hasher.ts';
import type { AuthorizeRequestDependencies } from '#core/access/authorize-request.ts';
import { deployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import { tokenCatalogueOf } from '#core/catalog/token-catalogue.ts';
import type { PublicSigningJwk } from '#core/keys/signing-key.ts';
import { type IssueTokenDependencies, issueToken, type TokenEndpoint } from '#core/oauth/issue-token.ts';
import { formatConsumerKey, formatConsumerSecret } from '#core/registry/consumer-credentials.ts';
import { inMemoryAssertionUses } from './in-memory-assertion-uses.ts';
import { inMemoryRegistry } from './in-memory-stores.ts';
import { inMemoryTokenRevocations } from './in-memory-token-revocations.ts';
import { catalogueOfOrders, development } from './orders-catalogue.ts';
import { aClient, aProduct, aSubscription } from './registry-fixtures.ts';

export const ISSUER = 'https://gateway.example/development';
export const CONSUMER_KEY = formatConsumerKey(new Uint8Array(16).fill(7));
export const SECRET = formatConsumerSecret(new Uint8Array(32).fill(7));
export const WRONG_SECRET = formatConsumerSecret(new Uint8Array(32).fill(8));
export const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

/** A refusal clock that keeps nobody waiting. */
export const impatientClock: RefusalClock = async () => {};

export interface TestKeyPair {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicJwk: PublicSigningJwk;
}

export function newKeyPair(): TestKeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const kid = createHash('sha256')
    .update(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y }))
    .digest('base64url');
  return { kid, privateKey, publicJwk: { kty: 'EC', crv: 'P-256', x, y, alg: 'ES256', use: 'sig', kid } };
}

export function aTokenWorld() {
  const clock = { now: NOW };
  const now = () => clock.now;
  const keyPair = newKeyPair();
  const registry = inMemoryRegistry();
  registry.products.put(aProduct());
  registry.clients.put(aClient());
  registry.subscriptions.put(
    aSubscription({
      consumerKey: CONSUMER_KEY,
      secrets: [{ secretId: 's1', hash: secretHasher.hash(SECRET), hint: SECRET.slice(-4), createdAt: NOW }],
    }),
  );
  const revocations = inMemoryTokenRevocations();
  let issued = 0;
  let uses = 0;
  const catalogue = deployedCatalogue(catalogueOfOrders, development);
  const issuing: IssueTokenDependencies = {
    ...registry,
    issuer: ISSUER,
    secretHasher,
    clientAssertions,
    assertionUses: inMemoryAssertionUses(),
    newUseId: () => `use-${uses++}`,
    sign: async (claims) => signAccessToken(claims, keyPair),
    now,
    newTokenId: () => `token-${issued++}`,
  };
  const keys = publicKeySet([keyPair.publicJwk]);
  const expected = { issuer: ISSUER, audience: ISSUER };
  const authorizing: AuthorizeRequestDependencies = {
    catalogue,
    ...expected,
    readSignedToken: (token) => readSignedToken(token, expected, { get: async () => keys, refresh: async () => keys }),
    ...registry,
    revocations,
    now,
  };
  const endpoint: TokenEndpoint = {
    projectId: 'access-token',
    resources: { gatewayUrl: ISSUER, projects: tokenCatalogueOf(catalogue).projects },
    accessTokenLifetime: 600,
    attributes: {},
  };
  return { clock, keyPair, registry, revocations, catalogue, issuing, authorizing, endpoint };
}

/** A token of the one subscription. @param scope as a request asks for it @default - all that its product sells */
export async function issuedToken({ issuing, endpoint }: ReturnType<typeof aTokenWorld>, scope?: string) {
  const credentials = { method: 'client_secret_basic', clientId: CONSUMER_KEY, clientSecret: SECRET } as const;
  const request = { grantType: 'client_credentials', scope, resources: [], credentials };
  const issued = await issueToken(request, endpoint, issuing);
  if (!issued.ok) throw new Error(`There is no token: ${issued.failure.reason}.`);
  return issued.value.accessToken;
}
