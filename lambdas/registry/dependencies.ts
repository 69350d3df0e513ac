/** What the registry function is made of. */
import type { RegistryHandlerDependencies } from '#adapters/apigateway/registry-api.ts';
import { auditTrail as auditTrailIn } from '#adapters/dynamodb/audit-trail.ts';
import { clientStore } from '#adapters/dynamodb/client-store.ts';
import { createDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { productStore } from '#adapters/dynamodb/product-store.ts';
import { secretUses } from '#adapters/dynamodb/secret-uses.ts';
import { keyRecordStore } from '#adapters/dynamodb/signing-key-store.ts';
import { subscriptionStore } from '#adapters/dynamodb/subscription-store.ts';
import { keyScheduleOf } from '#adapters/keys/key-schedule-of.ts';
import { readCatalogue } from '#adapters/runtime/catalogue-file.ts';
import { systemClock } from '#adapters/runtime/clock.ts';
import { readEnvironment } from '#adapters/runtime/environment.ts';
import { createLog, reportLateEntry, reportUnreadable } from '#adapters/runtime/log.ts';
import { prime } from '#adapters/runtime/prime.ts';
import { randomBytes } from '#adapters/runtime/random.ts';
import { secretHasher } from '#adapters/runtime/secret-hasher.ts';
import { auditedKeyRecords } from '#core/keys/audited-signing-keys.ts';
import type { AggregateState } from '#core/registry/aggregate.ts';
import {
  AUDITED_CLIENTS,
  AUDITED_PRODUCTS,
  AUDITED_SUBSCRIPTIONS,
  type AuditedKind,
} from '#core/registry/audited-kind.ts';
import { type AuditableStore, auditedStore } from '#core/registry/audited-store.ts';
import { environment } from './environment.ts';

const variables = readEnvironment(environment, process.env);
const catalogue = readCatalogue(new URL('./catalogue.json', import.meta.url));
const log = createLog(catalogue.serverGroup);
const documents = createDocumentClient();
const auditTrail = auditTrailIn(documents, variables.AUDIT_TRAIL_TABLE);

export const dependencies: RegistryHandlerDependencies = {
  products: audited(AUDITED_PRODUCTS, productStore(documents, variables.PRODUCTS_TABLE)),
  clients: audited(AUDITED_CLIENTS, clientStore(documents, variables.CLIENTS_TABLE)),
  subscriptions: audited(AUDITED_SUBSCRIPTIONS, subscriptionStore(documents, variables.SUBSCRIPTIONS_TABLE)),
  signingKeys: {
    keys: auditedKeyRecords(
      keyRecordStore({
        documents,
        tableName: variables.SIGNING_KEYS_TABLE,
        report: reportUnreadable(log),
        now: systemClock,
      }),
      { audit: auditTrail, report: reportLateEntry(log) },
    ),
    schedule: keyScheduleOf(variables),
    digest: secretHasher.hash,
    now: systemClock,
  },
  secretUses: secretUses(documents, variables.SECRET_USES_TABLE, reportUnreadable(log)),
  auditTrail,
  catalogue,
  gatewayUrl: variables.GATEWAY_URL,
  clock: systemClock,
  randomBytes,
  secretHasher,
  log,
};

/** The store with its lists, reading and writing beside the audit trail. */
function audited<Item extends AggregateState, Kept extends AuditableStore<Item>>(kind: AuditedKind<Item>, store: Kept) {
  return { ...store, ...auditedStore({ kind, store, audit: auditTrail, report: reportLateEntry(log) }) };
}

await prime([() => dependencies.products.get('no.product')]);
