/** API projects: what is deployed under a proxy context path, and the resources on which policies are attached. */
import type { OAuthTokenEndpointPolicy, OAuthVerifyAccessTokenPolicy } from './policy.ts';
import type { ProjectDocument } from './project-document.ts';
import type { ServerGroup } from './server-group.ts';
import type { SoapPort } from './soap-service.ts';
import type { Target } from './target.ts';

export type ApiProject = TokenEndpointProject | BackendProject;

/** A project in front of a backend. */
export type BackendProject = RestProject | WsdlProject;

interface ProjectBase {
  /** What products, logs and stacks call the project; unique in a server group. */
  readonly id: string;
  readonly displayName: string;
  readonly version?: string;
  /** Where the project is found below the stage, for instance `/orders`. */
  readonly contextPath: string;
  readonly serverGroups: readonly ServerGroup[];
  readonly resources: Readonly<Record<string, Resource>>;
}

/** A project of kind *OAuth token endpoint*. */
export interface TokenEndpointProject extends ProjectBase {
  readonly kind: 'token-endpoint';
  readonly policies: Readonly<Record<string, OAuthTokenEndpointPolicy>>;
  /** Whether this is the token endpoint that the server group's metadata names (RFC 8414). */
  readonly primary: boolean;
}

interface BackendProjectBase extends ProjectBase {
  readonly policies: Readonly<Record<string, OAuthVerifyAccessTokenPolicy>>;
  /** By the server group's name. */
  readonly targets: Readonly<Record<string, Target>>;
  /** Where calls go when the project is served on a laptop, instead of its target: a loopback URL. */
  readonly localTarget?: string;
  /** What the project serves about itself. @default - nothing */
  readonly documents?: readonly ProjectDocument[];
}

/** A REST/HTTP project. */
export interface RestProject extends BackendProjectBase {
  readonly kind: 'rest';
}

/** A SOAP service that a WSDL file describes. */
export interface WsdlProject extends BackendProjectBase {
  readonly kind: 'wsdl';
  readonly ports: readonly SoapPort[];
}

/** A path and methods of a project. Policies are attached to its proxy request. */
export interface Resource {
  /** Below the project's path: `/`, `/items/{id}`, or ending in `{proxy+}`, which takes in the path before it as well. */
  readonly path: string;
  readonly methods: readonly Method[];
  /** Names of the policies that a request passes. An empty list makes the resource public. */
  readonly proxyRequest: readonly string[];
  /** Present where the project's own documents are served, and nothing of its backend. */
  readonly serves?: 'documents';
}

export const METHODS = ['ANY', 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type Method = (typeof METHODS)[number];

/** Path of a project below the stage: its context path, and its version if it has one. */
export function projectPath(project: Pick<ProjectBase, 'contextPath' | 'version'>): string {
  return project.version === undefined ? project.contextPath : `${project.contextPath}/${project.version}`;
}

/** The id of a project that names none: its display name and version, as in `orders-1.0`. */
export function defaultProjectId(displayName: string, version: string | undefined): string {
  const name = displayName
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return version === undefined ? name : `${name}-${version.toLowerCase().replace(/[^a-z0-9._-]+/g, '-')}`;
}
