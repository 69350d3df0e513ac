/** Defines a REST/HTTP project whose resources, methods and scopes are read from an OpenAPI document. */
import type { RestProject } from './api-project.ts';
import { CatalogueError } from './catalogue-error.ts';
import { checkDefinition, nameOf, type Shape } from './check-definition.ts';
import { type TargetsDefinition, targetsByServerGroup } from './define-targets.ts';
import type { OpenApiDescription } from './openapi-description.ts';
import type { OAuthVerifyAccessTokenPolicy } from './policy.ts';
import { projectHeading } from './project-heading.ts';
import type { ServerGroup } from './server-group.ts';
import type { OpenApiSource } from './source-project.ts';

export interface OpenApiProjectDefinition {
  readonly displayName: string;
  /** The proxy context path below the stage, for instance `/orders`. */
  readonly contextPath: string;
  /** Follows the context path in the URL. @default - none */
  readonly version?: string;
  /** The OpenAPI document, 3.0 or 3.1, YAML or JSON, relative to the folder `projects/`. */
  readonly openapi: string;
  /**
   * Where tokens are taken from, and which attributes they must have. The scopes are those of the document's security
   * requirements; an operation about which the document says nothing needs those given here.
   */
  readonly secureWith: OAuthVerifyAccessTokenPolicy;
  /** The document's security scheme that stands for our tokens. @default - the only one of type oauth2, openIdConnect or http bearer */
  readonly securityScheme?: string;
  /** Whether anyone gets the document at `/openapi.json`, with the proxy's and the token endpoint's URL in it. @default false */
  readonly serveOpenApi?: boolean;
  /** Where calls go: one for all server groups, or one by each server group's name. @default - the document's first server */
  readonly target?: TargetsDefinition;
  /** Where calls go instead when served on a laptop; a loopback URL. @default - the target */
  readonly localTarget?: string;
  readonly serverGroups: readonly ServerGroup[];
  /** @default - from the display name and version */
  readonly id?: string;
}

/** Below the project's path. */
export const OPENAPI_PATH = '/openapi.json';

const SHAPE: Shape = {
  required: { displayName: 'text', contextPath: 'text', openapi: 'text', secureWith: 'map', serverGroups: 'list' },
  optional: {
    version: 'text',
    securityScheme: 'text',
    serveOpenApi: 'flag',
    target: 'any',
    localTarget: 'text',
    id: 'text',
  },
};

export function defineOpenApiProject(definition: OpenApiProjectDefinition): OpenApiSource {
  const name = nameOf(definition, 'defineRestProject');
  checkDefinition(name, definition, SHAPE);
  const { openapi, secureWith, securityScheme, target, localTarget } = definition;
  return {
    kind: 'openapi-source',
    ...projectHeading(definition),
    file: openapi,
    secureWith,
    securityScheme,
    serveDocumentAt: definition.serveOpenApi === true ? OPENAPI_PATH : undefined,
    targets: target === undefined ? undefined : targetsByServerGroup(name, target, definition.serverGroups),
    ...(localTarget === undefined ? {} : { localTarget }),
  };
}

/**
 * The project, now that its document has been read.
 *
 * @throws CatalogueError when neither it nor the document names a target
 */
export function completeOpenApiProject(source: OpenApiSource, description: OpenApiDescription): RestProject {
  const { file, secureWith: _, securityScheme: __, serveDocumentAt, targets, ...heading } = source;
  const { server, policies, resources, documents } = description;
  const chosen =
    targets ??
    (server === undefined ? undefined : targetsByServerGroup(source.displayName, server, source.serverGroups));
  if (chosen === undefined) {
    throw new CatalogueError([
      `${source.displayName}: target is missing, and ${file} names no absolute URL of a server; give a target.`,
    ]);
  }
  return {
    ...heading,
    kind: 'rest',
    targets: chosen,
    policies,
    resources: {
      ...resources,
      ...(serveDocumentAt === undefined
        ? {}
        : { OpenApi: { path: serveDocumentAt, methods: ['GET'], proxyRequest: [], serves: 'documents' } }),
    },
    ...(documents.length === 0 ? {} : { documents }),
  };
}
