import type { AccessAuthorizerDependencies } from '#adapters/apigateway/access-authorizer.ts';
import { createDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { clientReader, productReader, subscriptionReader } from '#adapters/dynamodb/registry-readers.ts';
import { listPublicKeys } from '#adapters/dynamodb/signing-key-store.ts';
import { publicKeySet, readSignedToken } from '#adapters/jwt/read-signed-token.ts';
import { cachedReader } from '#adapters/runtime/cached-reader.ts';
import { readCatalogue } from '#adapters/runtime/catalogue-file.ts';
import { systemClock as now } from '#adapters/runtime/clock.ts';
import { readEnvironment } from '#adapters/runtime/environment.ts';
import { leasedValue } from '#adapters/runtime/leased-value.ts';
import { log, reportUnreadable } from '#adapters/runtime/log.ts';
import { prime } from '#adapters/runtime/prime.ts';
import { environment } from './environment.ts';

const variables = readEnvironment(environment, process.env);
const documents = createDocumentClient();
const lease = Number(variables.VERIFIER_CACHE_SECONDS) * 1_000;
if (!Number.isSafeInteger(lease) || lease < 0)
  throw new Error('VERIFIER_CACHE_SECONDS must be a whole number of seconds.');
/** What the cache hands out is as fresh as the bound promises only if it was not stale when it was read. */
const read = { consistentRead: true };
const cache = { lease, capacity: 10_000, now };
const keys = leasedValue(
  async () => publicKeySet(await listPublicKeys(documents, variables.SIGNING_KEYS_TABLE, reportUnreadable)),
  lease,
  now,
);
const expected = { issuer: variables.ISSUER, audience: variables.GATEWAY_URL };

export const dependencies: AccessAuthorizerDependencies = {
  catalogue: readCatalogue(new URL('./catalogue.json', import.meta.url)),
  ...expected,
  readSignedToken: (token) => readSignedToken(token, expected, keys),
  subscriptions: cachedReader(subscriptionReader(documents, variables.SUBSCRIPTIONS_TABLE, read), cache),
  clients: cachedReader(clientReader(documents, variables.CLIENTS_TABLE, read), cache),
  products: cachedReader(productReader(documents, variables.PRODUCTS_TABLE, read), cache),
  now,
  log,
};

await prime([() => keys.get()]);
