/** What a verifier judges with: the published keys and the registry, each read again when its lease is over. */

import type { AuthorizeRequestDependencies } from '#core/access/authorize-request.ts';
import type { DeployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import { Fault } from '#core/fault.ts';
import { createDocumentClient } from '../dynamodb/document-client.ts';
import { clientReader, productReader, subscriptionReader } from '../dynamodb/registry-readers.ts';
import { listPublicKeys } from '../dynamodb/signing-key-store.ts';
import { revocationReader } from '../dynamodb/token-revocations.ts';
import { publicKeySet, readSignedToken } from '../jwt/read-signed-token.ts';
import { systemClock as now } from '../runtime/clock.ts';
import { type Log, reportUnreadable } from '../runtime/log.ts';
import { prime } from '../runtime/prime.ts';
import { type ReadCounts, readCounter } from '../runtime/read-counts.ts';
import { leasedSources } from './leased-sources.ts';
import type { VerifierVariables } from './verifier-variables.ts';

/** Primed: the keys are read before the first request comes. */
export async function registryVerifier(
  variables: VerifierVariables,
  catalogue: DeployedCatalogue,
  log: Log,
): Promise<AuthorizeRequestDependencies & { readonly takeReadCounts: () => ReadCounts }> {
  const documents = createDocumentClient();
  /** What the cache hands out is as fresh as the bound promises only if it was not stale when it was read. */
  const read = { consistentRead: true };
  const signingKeys = { documents, tableName: variables.SIGNING_KEYS_TABLE, report: reportUnreadable(log), now };
  const reads = readCounter();
  const { keys, ...registry } = leasedSources(
    {
      keys: async () => publicKeySet(await listPublicKeys(signingKeys)),
      subscriptions: subscriptionReader(documents, variables.SUBSCRIPTIONS_TABLE, read),
      clients: clientReader(documents, variables.CLIENTS_TABLE, read),
      products: productReader(documents, variables.PRODUCTS_TABLE, read),
      revocations: revocationReader(documents, variables.REVOCATIONS_TABLE),
    },
    {
      lease: milliseconds(variables, 'VERIFIER_CACHE_SECONDS'),
      grace: milliseconds(variables, 'OUTAGE_GRACE_SECONDS'),
      now,
      log,
      count: reads.count,
    },
  );
  await prime([() => keys.get()]);
  const expected = { issuer: variables.ISSUER, audience: variables.GATEWAY_URL };
  return {
    catalogue,
    ...expected,
    readSignedToken: (token) => readSignedToken(token, expected, keys),
    ...registry,
    now,
    takeReadCounts: reads.take,
  };
}

function milliseconds(variables: VerifierVariables, name: 'VERIFIER_CACHE_SECONDS' | 'OUTAGE_GRACE_SECONDS'): number {
  const seconds = Number(variables[name]);
  if (!Number.isSafeInteger(seconds) || seconds < 0) {
    throw new Fault(`${name} is ${JSON.stringify(variables[name])}; it must be a whole number of seconds.`);
  }
  return seconds * 1_000;
}
