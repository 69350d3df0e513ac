/** Defines the project of kind *OAuth token endpoint*: its policy is configured and attached by itself. */
import { defaultProjectId, type TokenEndpointProject } from './api-project.ts';
import { checkDefinition, nameOf, type Shape } from './check-definition.ts';
import type { ServerGroup } from './server-group.ts';
import type { TokenAttributes } from './token-attributes.ts';

export interface TokenEndpointDefinition {
  readonly displayName: string;
  /** The token URL below the stage, for instance `/AccessToken`. */
  readonly contextPath: string;
  /** @default - none: the path carries no version */
  readonly version?: string;
  /** Lifetime of an access token in milliseconds. @default 3_600_000 (one hour) */
  readonly accessTokenExpiryTime?: number;
  /** Claims of every token, for instance `{ department: clientAttribute('department') }`. @default - none */
  readonly attributes?: TokenAttributes;
  readonly serverGroups: readonly ServerGroup[];
  /** @default - from the display name and version */
  readonly id?: string;
  /** Whether the metadata names this token endpoint, where a server group has several. @default - the first is */
  readonly primary?: boolean;
}

/** The name of its policy. */
export const TOKEN_ENDPOINT_POLICY = 'oauthTokenEndpoint';

const SHAPE: Shape = {
  required: { displayName: 'text', contextPath: 'text', serverGroups: 'list' },
  optional: { version: 'text', accessTokenExpiryTime: 'number', attributes: 'map', id: 'text', primary: 'flag' },
};

export function defineTokenEndpoint(definition: TokenEndpointDefinition): TokenEndpointProject {
  checkDefinition(nameOf(definition, 'defineTokenEndpoint'), definition, SHAPE);
  const { accessTokenExpiryTime = 3_600_000, attributes = {}, primary = false, id, ...rest } = definition;
  return {
    kind: 'token-endpoint',
    ...rest,
    id: id ?? defaultProjectId(definition.displayName, definition.version),
    primary,
    policies: { [TOKEN_ENDPOINT_POLICY]: { type: 'OAuthTokenEndpoint', accessTokenExpiryTime, attributes } },
    resources: { DefaultResource: { path: '/', methods: ['ANY'], proxyRequest: [TOKEN_ENDPOINT_POLICY] } },
  };
}
