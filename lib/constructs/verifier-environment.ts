/** What a function that verifies access tokens is given: whom to believe, and the tables that it may read. */
import type { ServerGroup } from '#core/catalog/server-group.ts';
import type { environment } from '#lambdas/verify-access-token/environment.ts';
import type { Access } from './access.ts';
import type { RegistryTables } from './registry-tables.ts';

export interface VerifierEnvironmentProps {
  readonly group: ServerGroup;
  readonly issuer: string;
  /** The audience that tokens must have. */
  readonly gatewayUrl: string;
  readonly tables: RegistryTables;
}

export function verifierEnvironment({
  group,
  issuer,
  gatewayUrl,
  tables,
}: VerifierEnvironmentProps): Readonly<Record<(typeof environment)[number], string | Access>> {
  return {
    ISSUER: issuer,
    GATEWAY_URL: gatewayUrl,
    PRODUCTS_TABLE: tables.access('Products', ['GetItem']),
    CLIENTS_TABLE: tables.access('Clients', ['GetItem']),
    SUBSCRIPTIONS_TABLE: tables.access('Subscriptions', ['GetItem']),
    SIGNING_KEYS_TABLE: tables.access('SigningKeys', ['Scan']),
    REVOCATIONS_TABLE: tables.access('Revocations', ['GetItem']),
    VERIFIER_CACHE_SECONDS: String(group.verifierCacheSeconds),
    OUTAGE_GRACE_SECONDS: String(group.outageGraceSeconds),
  };
}
