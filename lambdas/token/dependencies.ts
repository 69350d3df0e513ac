import type { TokenEndpointDependencies } from '#adapters/apigateway/token-endpoint.ts';
import { assertionUses } from '#adapters/dynamodb/assertion-uses.ts';
import { createDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { clientReader, productReader, subscriptionReader } from '#adapters/dynamodb/registry-readers.ts';
import { secretUses } from '#adapters/dynamodb/secret-uses.ts';
import { listPublicKeys, listSigningKeys } from '#adapters/dynamodb/signing-key-store.ts';
import { tokenRevocations } from '#adapters/dynamodb/token-revocations.ts';
import { clientAssertions } from '#adapters/jwt/client-assertions.ts';
import { publicKeySet, readSignedToken } from '#adapters/jwt/read-signed-token.ts';
import { signAccessToken } from '#adapters/jwt/sign-access-token.ts';
import { createKmsClient } from '#adapters/keys/kms-client.ts';
import { decryptPrivateKey } from '#adapters/keys/kms-envelope.ts';
import { signingKeyring } from '#adapters/keys/signing-keyring.ts';
import { cachedReader } from '#adapters/runtime/cached-reader.ts';
import { readTokenCatalogue } from '#adapters/runtime/catalogue-file.ts';
import { systemClock as now } from '#adapters/runtime/clock.ts';
import { describeFault } from '#adapters/runtime/describe-fault.ts';
import { readEnvironment } from '#adapters/runtime/environment.ts';
import { NO_GRACE } from '#adapters/runtime/grace.ts';
import { leasedValue } from '#adapters/runtime/leased-value.ts';
import { createLog, reportUnreadable } from '#adapters/runtime/log.ts';
import { prime } from '#adapters/runtime/prime.ts';
import { randomBytes } from '#adapters/runtime/random.ts';
import { startRefusalClock } from '#adapters/runtime/refusal-clock.ts';
import { secretHasher } from '#adapters/runtime/secret-hasher.ts';
import { useRecorder } from '#adapters/runtime/use-recorder.ts';
import { environment } from './environment.ts';

/** Milliseconds. A client that is disabled, or a product that loses a scope, is noticed within this time. */
const REGISTRY_LEASE = 10_000;
/** Unique, and impossible to guess. */
const randomId = () => Buffer.from(randomBytes(16)).toString('base64url');

/** Milliseconds: more than two reads of the registry behind one another take, as a rule. */
const REFUSAL_PERIOD = 25;
/** Milliseconds between two reads of the public keys. */
const PUBLIC_KEYS_LEASE = 30_000;

const variables = readEnvironment(environment, process.env);
const log = createLog(variables.SERVER_GROUP);
const documents = createDocumentClient();
const kms = createKmsClient();
const envelope = { keyArn: variables.ENVELOPE_KEY_ARN, serverGroup: variables.SERVER_GROUP };
const signingKeys = { documents, tableName: variables.SIGNING_KEYS_TABLE, report: reportUnreadable(log), now };
const currentKey = signingKeyring({
  list: () => listSigningKeys(signingKeys),
  decrypt: (key) => decryptPrivateKey(kms, envelope, key),
  now,
  onFallback: (fault, kid) => log('signing key not decrypted', { kid, ...describeFault(fault) }),
});
const publishing = { lease: PUBLIC_KEYS_LEASE, grace: NO_GRACE, now };
const publicKeys = leasedValue(() => listPublicKeys(signingKeys), publishing);
/** Apart, for they are imported: nobody waits for that who only gets a token, or reads the key set. */
const verificationKeys = leasedValue(async () => publicKeySet(await listPublicKeys(signingKeys)), publishing);
const expected = { issuer: variables.ISSUER, audience: variables.GATEWAY_URL };
const subscriptions = subscriptionReader(documents, variables.SUBSCRIPTIONS_TABLE, { consistentRead: true });
/** No token is made on what was known once: whoever cannot get one now tries again, and has the one before it meanwhile. */
const cache = { lease: REGISTRY_LEASE, grace: NO_GRACE, capacity: 1_000, now };

export const dependencies: TokenEndpointDependencies = {
  catalogue: readTokenCatalogue(new URL('./catalogue.json', import.meta.url)),
  ...expected,
  gatewayUrl: variables.GATEWAY_URL,
  subscriptions,
  clients: cachedReader(clientReader(documents, variables.CLIENTS_TABLE, { consistentRead: true }), cache),
  products: cachedReader(productReader(documents, variables.PRODUCTS_TABLE, { consistentRead: true }), cache),
  secretHasher,
  clientAssertions,
  assertionUses: assertionUses(documents, variables.ASSERTION_USES_TABLE),
  sign: async (claims) => signAccessToken(claims, await currentKey()),
  publicKeys: () => publicKeys.get(),
  readSignedToken: (token) => readSignedToken(token, expected, verificationKeys),
  revocations: tokenRevocations(documents, variables.REVOCATIONS_TABLE),
  recordUse: useRecorder({
    secretUses: secretUses(documents, variables.SECRET_USES_TABLE, reportUnreadable(log)),
    now,
    log,
  }),
  now,
  newTokenId: randomId,
  newUseId: randomId,
  startRefusalClock: () => startRefusalClock(REFUSAL_PERIOD),
  log,
};

await prime([currentKey, () => subscriptions.get('tgk_0000000000000000000000')]);
