/** What the function that adds missing entries to the audit trail is made of. */
import { auditTrail } from '#adapters/dynamodb/audit-trail.ts';
import { clientStore } from '#adapters/dynamodb/client-store.ts';
import { createDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { productStore } from '#adapters/dynamodb/product-store.ts';
import { subscriptionStore } from '#adapters/dynamodb/subscription-store.ts';
import { systemClock } from '#adapters/runtime/clock.ts';
import { describeFault } from '#adapters/runtime/describe-fault.ts';
import { readEnvironment } from '#adapters/runtime/environment.ts';
import { createLog } from '#adapters/runtime/log.ts';
import { randomBytes } from '#adapters/runtime/random.ts';
import type { SweepAuditTrailPorts } from '#core/registry/sweep-audit-trail.ts';
import { environment } from './environment.ts';

const variables = readEnvironment(environment, process.env);
const documents = createDocumentClient();
export const log = createLog(variables.SERVER_GROUP);

export const dependencies: SweepAuditTrailPorts = {
  products: productStore(documents, variables.PRODUCTS_TABLE),
  clients: clientStore(documents, variables.CLIENTS_TABLE),
  subscriptions: subscriptionStore(documents, variables.SUBSCRIPTIONS_TABLE),
  audit: auditTrail(documents, variables.AUDIT_TRAIL_TABLE),
  clock: systemClock,
  randomId: () => Buffer.from(randomBytes(16)).toString('hex'),
  report: (thrown) => log('audit entry not made sure of', describeFault(thrown)),
};
