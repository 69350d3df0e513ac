/** A project as it was asked for, before it is source code. */

export const KINDS = ['token-endpoint', 'rest', 'wsdl', 'openapi'] as const;
export type Kind = (typeof KINDS)[number];

export const LOCATIONS = ['header', 'query', 'body'] as const;
export type Location = (typeof LOCATIONS)[number];

export type ProjectDraft = TokenEndpointDraft | RestDraft | WsdlDraft | OpenApiDraft;

interface DraftBase {
  readonly displayName: string;
  readonly id?: string | undefined;
  readonly version?: string | undefined;
  readonly contextPath: string;
  readonly serverGroups: readonly NamedServerGroup[];
}

/** A server group, and the name under which a file exports it. */
export interface NamedServerGroup {
  readonly name: string;
  readonly exportName: string;
  /** For instance `./server-groups.ts`. */
  readonly from: string;
}

export interface TokenEndpointDraft extends DraftBase {
  readonly kind: 'token-endpoint';
  /** Milliseconds. */
  readonly accessTokenExpiryTime: number;
}

export interface RestDraft extends DraftBase {
  readonly kind: 'rest';
  readonly targets: Targets;
  readonly security: Security;
}

/** A project that is read from a document. */
interface DocumentDraft extends DraftBase {
  /** Below `projects/`. */
  readonly file: string;
  /** None where the document's own address is taken. */
  readonly targets: Targets;
  readonly security: Security;
}

export interface WsdlDraft extends DocumentDraft {
  readonly kind: 'wsdl';
  /** None for all that speak SOAP. */
  readonly ports: readonly string[];
}

export interface OpenApiDraft extends DocumentDraft {
  readonly kind: 'openapi';
  /** Undefined for the only one that can stand for access tokens. */
  readonly securityScheme: string | undefined;
  readonly serveOpenApi: boolean;
}

/** A base URL, or `sample` for the sample backend, by the server group's name. */
export type Targets = ReadonlyMap<string, string>;

export type Security =
  | { readonly kind: 'tokens'; readonly locations: readonly Location[]; readonly scopes: readonly string[] }
  /** Anybody may call. */
  | { readonly kind: 'public' };
