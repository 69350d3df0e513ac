/** All that a REST project takes from an OpenAPI document. */
import type { Resource } from './api-project.ts';
import type { OAuthVerifyAccessTokenPolicy } from './policy.ts';
import type { ProjectDocument } from './project-document.ts';

export interface OpenApiDescription {
  /** URL of the document's first server, unless that is relative. */
  readonly server: string | undefined;
  readonly policies: Readonly<Record<string, OAuthVerifyAccessTokenPolicy>>;
  readonly resources: Readonly<Record<string, Resource>>;
  /** The document for callers, if it is to be served. */
  readonly documents: readonly ProjectDocument[];
}
