/** A project as it was asked for, before it is source code. */

export const KINDS = ['token-endpoint', 'rest', 'wsdl', 'openapi'] as const;
export type Kind = (typeof KINDS)[number];

export const LOCATIONS = ['header', 'query', 'body'] as const;
export type Location = (typeof LOCATIONS)[number];

export type ProjectDraft = TokenEndpointDraft | RestDraft | DocumentDraft;

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
export interface DocumentDraft extends DraftBase {
  readonly kind: 'wsdl' | 'openapi';
  /** Below `projects/`. */
  readonly file: string;
  /** None where the document's own address is taken. */
  readonly targets: Targets;
  readonly security: Security;
}

/** A base URL, or `sample` for the sample backend, by the server group's name. */
export type Targets = ReadonlyMap<string, string>;

export type Security =
  | { readonly kind: 'tokens'; readonly locations: readonly Location[]; readonly scopes: readonly string[] }
  /** Anybody may call. */
  | { readonly kind: 'public' };
