/** How things of the registry look in tables. */
import type {
  WireAuditEntry,
  WireClient,
  WireProduct,
  WireProject,
  WireSubscription,
} from '#core/registry/contract.ts';
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
  {
    heading: 'token lifetime',
    value: ({ accessTokenExpiryTime: time }) => (time === undefined ? undefined : `${time / 1_000} s`),
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

export const PROJECT_COLUMNS: readonly Column<WireProject>[] = [
  { heading: 'project', value: ({ projectId }) => projectId },
  { heading: 'name', value: ({ displayName }) => displayName },
  { heading: 'kind', value: ({ kind }) => kind },
  { heading: 'path', value: ({ path }) => path },
  { heading: 'scopes', value: ({ scopes }) => scopes.join(' ') },
];

export const ROUTE_COLUMNS: readonly Column<WireProject['routes'][number]>[] = [
  { heading: 'resource', value: ({ resource }) => resource },
  { heading: 'methods', value: ({ methods }) => methods.join(' ') },
  { heading: 'path', value: ({ path }) => path },
  { heading: 'policy', value: ({ policy }) => policy?.type ?? 'public' },
  { heading: 'token in', value: ({ policy }) => policy?.locations?.join(' ') },
  { heading: 'scopes', value: ({ policy }) => policy?.scopes?.join(' ') },
];

function describeProject({ projectId, operations }: WireProduct['projects'][number]): string {
  if (operations === undefined) return projectId;
  return `${projectId} (${operations.map(({ methods, path }) => `${methods.join(',')} ${path}`).join('; ')})`;
}

function describeAttributes(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}

function describeRevision({ changedAt, revision }: { readonly changedAt: string; readonly revision: number }): string {
  return `${changedAt} (revision ${revision})`;
}
