import { createDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { signingKeyStore } from '#adapters/dynamodb/signing-key-store.ts';
import { createKmsClient } from '#adapters/keys/kms-client.ts';
import { generateKeyPair } from '#adapters/keys/kms-envelope.ts';
import { systemClock as now } from '#adapters/runtime/clock.ts';
import { readEnvironment } from '#adapters/runtime/environment.ts';
import { reportUnreadable } from '#adapters/runtime/log.ts';
import type { RotateSigningKeysDependencies } from '#core/keys/rotate-signing-keys.ts';
import { environment } from './environment.ts';

const variables = readEnvironment(environment, process.env);
const kms = createKmsClient();
const envelope = { keyArn: variables.ENVELOPE_KEY_ARN, serverGroup: variables.SERVER_GROUP };

export const dependencies: RotateSigningKeysDependencies = {
  keys: signingKeyStore(createDocumentClient(), variables.SIGNING_KEYS_TABLE, reportUnreadable),
  generateKeyPair: () => generateKeyPair(kms, envelope),
  now,
};
