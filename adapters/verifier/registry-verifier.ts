/** What a verifier judges with: the published keys and the registry, each read again when its lease is over. */
import type { AuthorizeRequestDependencies } from '#core/access/authorize-request.ts';
import type { DeployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import { createDocumentClient } from '../dynamodb/document-client.ts';
import { clientReader, productReader, subscriptionReader } from '../dynamodb/registry-readers.ts';
import { listPublicKeys } from '../dynamodb/signing-key-store.ts';
import { revocationReader } from '../dynamodb/token-revocations.ts';
import { publicKeySet, readSignedToken } from '../jwt/read-signed-token.ts';
import { cachedReader } from '../runtime/cached-reader.ts';
import { cachedRevocations } from '../runtime/cached-revocations.ts';
import { systemClock as now } from '../runtime/clock.ts';
import { leasedValue } from '../runtime/leased-value.ts';
import { reportUnreadable } from '../runtime/log.ts';
import { prime } from '../runtime/prime.ts';

/** The variables of a function that verifies access tokens. */
export interface VerifierVariables {
  readonly ISSUER: string;
  readonly GATEWAY_URL: string;
  readonly PRODUCTS_TABLE: string;
  readonly CLIENTS_TABLE: string;
  readonly SUBSCRIPTIONS_TABLE: string;
  readonly SIGNING_KEYS_TABLE: string;
  readonly REVOCATIONS_TABLE: string;
  readonly VERIFIER_CACHE_SECONDS: string;
}

/** Primed: the keys are read before the first request comes. */
export async function registryVerifier(
  variables: VerifierVariables,
  catalogue: DeployedCatalogue,
): Promise<AuthorizeRequestDependencies> {
  const documents = createDocumentClient();
  const lease = leaseOf(variables);
  /** What the cache hands out is as fresh as the bound promises only if it was not stale when it was read. */
  const read = { consistentRead: true };
  const cache = { lease, capacity: 10_000, now };
  const signingKeys = { documents, tableName: variables.SIGNING_KEYS_TABLE, report: reportUnreadable, now };
  const keys = leasedValue(async () => publicKeySet(await listPublicKeys(signingKeys)), lease, now);
  await prime([() => keys.get()]);
  const expected = { issuer: variables.ISSUER, audience: variables.GATEWAY_URL };
  return {
    catalogue,
    ...expected,
    readSignedToken: (token) => readSignedToken(token, expected, keys),
    subscriptions: cachedReader(subscriptionReader(documents, variables.SUBSCRIPTIONS_TABLE, read), cache),
    clients: cachedReader(clientReader(documents, variables.CLIENTS_TABLE, read), cache),
    products: cachedReader(productReader(documents, variables.PRODUCTS_TABLE, read), cache),
    revocations: cachedRevocations(revocationReader(documents, variables.REVOCATIONS_TABLE), cache),
    now,
  };
}

/** Milliseconds. */
function leaseOf({ VERIFIER_CACHE_SECONDS }: VerifierVariables): number {
  const lease = Number(VERIFIER_CACHE_SECONDS) * 1_000;
  if (!Number.isSafeInteger(lease) || lease < 0) {
    throw new Error('VERIFIER_CACHE_SECONDS must be a whole number of seconds.');
  }
  return lease;
}
