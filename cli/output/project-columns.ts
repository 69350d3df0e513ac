/** How API projects look in tables: where they are called, where tokens go, and what is open to anybody. */
import type { WirePolicy, WireProject, WireRoute } from '#core/registry/contract.ts';
import { describeAttributes, describeLifetime } from './columns.ts';
import type { Column } from './table.ts';

/** As many public resources as a list names of one project. */
const NAMED = 2;

export const PROJECT_COLUMNS: readonly Column<WireProject>[] = [
  { heading: 'project', value: ({ projectId }) => projectId },
  { heading: 'kind', value: ({ kind }) => kind },
  { heading: 'proxy URL', value: ({ url }) => url },
  { heading: 'token in', value: ({ policies }) => locationsOf(policies).join(', ') },
  { heading: 'public', value: ({ routes }) => describePublic(routes) },
  { heading: 'server groups', value: ({ serverGroups }) => serverGroups.join(', ') },
];

export const PROJECT_FIELDS: readonly Column<WireProject>[] = [
  ...PROJECT_COLUMNS.slice(0, 1),
  { heading: 'name', value: ({ displayName }) => displayName },
  { heading: 'version', value: ({ version }) => version },
  { heading: 'kind', value: ({ kind }) => kind },
  { heading: 'proxy URL', value: ({ url }) => url },
  { heading: 'server groups', value: ({ serverGroups }) => serverGroups.join(', ') },
  { heading: 'scopes', value: ({ scopes }) => scopes.join(' ') },
  { heading: 'operations', value: ({ soapOperations }) => soapOperations?.join(', ') },
  { heading: 'token lifetime', value: ({ accessTokenExpiryTime }) => describeLifetime(accessTokenExpiryTime) },
];

export const ROUTE_COLUMNS: readonly Column<WireRoute>[] = [
  { heading: 'resource', value: ({ resource }) => resource },
  { heading: 'methods', value: ({ methods }) => methods.join(' ') },
  { heading: 'URL path', value: ({ path }) => path },
  { heading: 'policy', value: ({ policy }) => policy ?? 'public' },
];

const POLICY_COLUMNS: readonly Column<WirePolicy>[] = [
  { heading: 'policy', value: ({ name }) => name },
  { heading: 'type', value: ({ type }) => type },
  { heading: 'token in', value: (policy) => verifying(policy)?.locations.join(', ') },
  { heading: 'query parameter', value: (policy) => verifying(policy)?.queryParameter },
  { heading: 'scopes', value: (policy) => verifying(policy)?.scopes.join(' ') },
  { heading: 'attributes', value: describePolicyAttributes },
  { heading: 'attached to', value: ({ attachedTo }) => attachedTo.join(', ') },
];

/** Without what none of the policies can have; what one could have and has not is told. */
export function policyColumns(policies: readonly WirePolicy[]): readonly Column<WirePolicy>[] {
  return POLICY_COLUMNS.filter(({ value }) => policies.some((policy) => value(policy) !== undefined));
}

function verifying(policy: WirePolicy) {
  return policy.type === 'OAuthVerifyAccessToken' ? policy : undefined;
}

function locationsOf(policies: readonly WirePolicy[]) {
  return [...new Set(policies.flatMap((policy) => verifying(policy)?.locations ?? []))];
}

/** Each resource by its last route: one that ends in `{proxy+}` takes in the path before it. */
function describePublic(routes: readonly WireRoute[]): string {
  const open = routes.filter(({ policy }) => policy === null);
  const byResource = new Map(open.map((route) => [route.resource, route]));
  const texts = [...byResource.values()].map(({ methods, path }) => `${methods.join(',')} ${path}`);
  const rest = texts.length - NAMED;
  return [...texts.slice(0, NAMED), ...(rest > 0 ? [`+${rest}`] : [])].join(', ');
}

/** `tier=gold` is what a token must hold; `department from client.unit` is what it is given. */
function describePolicyAttributes(policy: WirePolicy): string {
  if (policy.type === 'OAuthVerifyAccessToken') return describeAttributes(policy.attributes);
  return Object.entries(policy.attributes)
    .map(([claim, source]) =>
      source.from === 'constant'
        ? `${claim} always ${JSON.stringify(source.value)}`
        : `${claim} from ${source.from}.${source.attribute}`,
    )
    .join(', ');
}
