/** Projects that are described in files of other kinds, before these have been read. */
import type { WsdlProject } from './api-project.ts';
import type { OAuthVerifyAccessTokenPolicy } from './policy.ts';
import type { ProjectHeading } from './project-heading.ts';
import type { Target } from './target.ts';

export type SourceProject = WsdlSource | OpenApiSource;

/** A WSDL project whose WSDL file has not been read. */
export interface WsdlSource extends ProjectHeading, Pick<WsdlProject, 'localTarget' | 'policies' | 'resources'> {
  readonly kind: 'wsdl-source';
  /** The WSDL file, relative to `projects/`. */
  readonly file: string;
  /** The ports to serve, as `Port` or `Service/Port`; undefined for all. */
  readonly portNames: readonly string[] | undefined;
  /** By the server group's name; undefined for the address in the WSDL file. */
  readonly targets: Readonly<Record<string, Target>> | undefined;
  readonly servesWsdl: boolean;
}

/** A REST project whose OpenAPI document has not been read. */
export interface OpenApiSource extends ProjectHeading, Pick<WsdlProject, 'localTarget'> {
  readonly kind: 'openapi-source';
  /** The document, relative to `projects/`. */
  readonly file: string;
  readonly secureWith: OAuthVerifyAccessTokenPolicy;
  /** Name of the document's security scheme that stands for our tokens; undefined for the only one that can. */
  readonly securityScheme: string | undefined;
  /** Below the project's path; undefined where the document is not served. */
  readonly serveDocumentAt: string | undefined;
  /** By the server group's name; undefined for the document's first server. */
  readonly targets: Readonly<Record<string, Target>> | undefined;
}
