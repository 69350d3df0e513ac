/** What the function that makes and rotates signing keys is made of. */
import { auditTrail } from '#adapters/dynamodb/audit-trail.ts';
import { createDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { signingKeyStore } from '#adapters/dynamodb/signing-key-store.ts';
import { keyScheduleOf } from '#adapters/keys/key-schedule-of.ts';
import { createKmsClient } from '#adapters/keys/kms-client.ts';
import { generateKeyPair } from '#adapters/keys/kms-envelope.ts';
import type { RotationHandlerDependencies } from '#adapters/keys/rotation-handler.ts';
import { systemClock as now } from '#adapters/runtime/clock.ts';
import { readEnvironment } from '#adapters/runtime/environment.ts';
import { createLog, reportLateEntry, reportUnreadable } from '#adapters/runtime/log.ts';
import { secretHasher } from '#adapters/runtime/secret-hasher.ts';
import { auditedSigningKeys } from '#core/keys/audited-signing-keys.ts';
import { environment } from './environment.ts';

const variables = readEnvironment(environment, process.env);
const log = createLog(variables.SERVER_GROUP);
const documents = createDocumentClient();
const kms = createKmsClient();
const envelope = { keyArn: variables.ENVELOPE_KEY_ARN, serverGroup: variables.SERVER_GROUP };
const keys = signingKeyStore({
  documents,
  tableName: variables.SIGNING_KEYS_TABLE,
  report: reportUnreadable(log),
  now,
});
const audit = auditTrail(documents, variables.AUDIT_TRAIL_TABLE);

export const dependencies: RotationHandlerDependencies = {
  keys: auditedSigningKeys(keys, { audit, report: reportLateEntry(log) }),
  schedule: keyScheduleOf(variables),
  generateKeyPair: () => generateKeyPair(kms, envelope),
  digest: secretHasher.hash,
  now,
  log,
  /** The role of a function that has just been deployed may not be known everywhere yet; IAM takes some seconds. */
  persistence: { attempts: 6, pause: 5_000 },
};
