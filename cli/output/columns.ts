/** How things of the registry look in tables. */
import type { WireAuditEntry, WireClient, WireProduct, WireSubscription } from '#core/registry/contract.ts';
import type { Column } from './table.ts';

export const PRODUCT_COLUMNS: readonly Column<WireProduct>[] = [
  { heading: 'product', value: ({ productId }) => productId },
  { heading: 'name', value: ({ displayName }) => displayName },
  { heading: 'projects', value: ({ projects }) => projects.map(({ projectId }) => projectId).join(' ') },
  { heading: 'scopes', value: ({ scopes }) => scopes.join(' ') },
  { heading: 'approval', value: ({ keyApproval }) => keyApproval },
];

export const PRODUCT_FIELDS: readonly Column<WireProduct>[] = [
  ...PRODUCT_COLUMNS.slice(0, 2),
  { heading: 'description', value: ({ description }) => description },
  { heading: 'projects', value: ({ projects }) => projects.map(describeProject).join(', ') },
  { heading: 'scopes', value: ({ scopes }) => scopes.join(' ') },
  { heading: 'access', value: ({ access }) => access },
  { heading: 'key approval', value: ({ keyApproval }) => keyApproval },
  { heading: 'authentication', value: ({ authenticationMethods }) => authenticationMethods?.join(' ') },
  {
    heading: 'token lifetime',
    value: ({ accessTokenExpiryTime }) => describeLifetime(accessTokenExpiryTime),
  },
  { heading: 'attributes', value: ({ attributes }) => describeAttributes(attributes) },
  { heading: 'changed', value: describeRevision },
];

export const CLIENT_COLUMNS: readonly Column<WireClient>[] = [
  { heading: 'client', value: ({ clientId }) => clientId },
  { heading: 'name', value: ({ displayName }) => displayName },
  { heading: 'email', value: ({ email }) => email },
  { heading: 'status', value: ({ status }) => status },
];

export const CLIENT_FIELDS: readonly Column<WireClient>[] = [
  ...CLIENT_COLUMNS,
  { heading: 'attributes', value: ({ attributes }) => describeAttributes(attributes) },
  { heading: 'changed', value: describeRevision },
];

export const SUBSCRIPTION_COLUMNS: readonly Column<WireSubscription>[] = [
  { heading: 'consumer key', value: ({ consumerKey }) => consumerKey },
  { heading: 'client', value: ({ clientId }) => clientId },
  { heading: 'product', value: ({ productId }) => productId },
  { heading: 'status', value: ({ status }) => status },
  {
    heading: 'expires',
    value: ({ expiresAt, expiresSoon }) =>
      expiresAt === undefined ? 'never' : `${expiresAt}${expiresSoon ? ' (soon)' : ''}`,
  },
  { heading: 'secrets', value: ({ secrets }) => secrets.map(({ hint }) => `…${hint}`).join(' ') },
];

export const SUBSCRIPTION_FIELDS: readonly Column<WireSubscription>[] = [
  ...SUBSCRIPTION_COLUMNS.slice(0, 4),
  { heading: 'valid from', value: ({ validFrom }) => validFrom },
  ...SUBSCRIPTION_COLUMNS.slice(4),
  { heading: 'keys', value: ({ jwks }) => jwks?.keys.map(describeKey).join(' ') },
  { heading: 'tokens not before', value: ({ tokensNotBefore }) => tokensNotBefore },
  { heading: 'attributes', value: ({ attributes }) => describeAttributes(attributes) },
  { heading: 'changed', value: describeRevision },
];

export const SECRET_COLUMNS: readonly Column<WireSubscription['secrets'][number]>[] = [
  { heading: 'secret', value: ({ secretId }) => secretId },
  { heading: 'last characters', value: ({ hint }) => `…${hint}` },
  { heading: 'created', value: ({ createdAt }) => createdAt },
  {
    heading: 'expires',
    value: ({ expiresAt, expiresSoon }) =>
      expiresAt === undefined ? 'never' : `${expiresAt}${expiresSoon ? ' (soon)' : ''}`,
  },
  { heading: 'last used', value: ({ lastUsedAt }) => lastUsedAt },
];

export const AUDIT_COLUMNS: readonly Column<WireAuditEntry>[] = [
  { heading: 'time', value: ({ at }) => at },
  { heading: 'action', value: ({ action }) => action },
  { heading: 'what', value: ({ entity, subject }) => (subject === undefined ? entity : `${entity} ${subject}`) },
  { heading: 'revision', value: ({ revision }) => revision },
  { heading: 'who', value: ({ principal }) => principal },
  { heading: 'request', value: ({ requestId }) => requestId },
];

function describeProject({ projectId, operations, soapOperations }: WireProduct['projects'][number]): string {
  if (soapOperations !== undefined) return `${projectId} (${soapOperations.join(', ')})`;
  if (operations === undefined) return projectId;
  return `${projectId} (${operations.map(({ methods, path }) => `${methods.join(',')} ${path}`).join('; ')})`;
}

function describeKey({ kid, kty }: NonNullable<WireSubscription['jwks']>['keys'][number]): string {
  return kid === undefined ? kty : `${kid} (${kty})`;
}

export function describeAttributes(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}

export function describeLifetime(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : `${milliseconds / 1_000} s`;
}

function describeRevision({ changedAt, revision }: { readonly changedAt: string; readonly revision: number }): string {
  return `${changedAt} (revision ${revision})`;
}
