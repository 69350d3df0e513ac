/** A REST project on the gateway: its routes, who is asked before a call, and where the call then goes. */

import { AuthorizationType, type Integration, type RequestAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { Annotations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type BackendProject, projectPath } from '#core/catalog/api-project.ts';
import { callPathOf, takesTokenIn } from '#core/catalog/call-path.ts';
import { type DeployedRoute, deployedRoutesOf, targetIn } from '#core/catalog/deployed-catalogue.ts';
import { isPlaceholder } from '#core/catalog/placeholder-target.ts';
import type { ServerGroup } from '#core/catalog/server-group.ts';
import { addPublicMethod } from './add-public-method.ts';
import { type Backend, pathVariablesOf } from './backend.ts';
import type { Forward } from './forward.ts';
import type { GatewayApi } from './gateway-api.ts';
import { passThrough } from './pass-through.ts';
import type { ServeDocuments } from './serve-documents.ts';
import type { VerifyAccessToken } from './verify-access-token.ts';
import type { VerifyAndForward } from './verify-and-forward.ts';

export interface ApiProjectProps {
  readonly project: BackendProject;
  readonly group: ServerGroup;
  readonly gateway: GatewayApi;
  readonly verify: VerifyAccessToken;
  /** Present if a project's call path is `forward`. */
  readonly forward: Forward | undefined;
  /** Present if a project's call path is `verify-and-forward`. */
  readonly verifyAndForward: VerifyAndForward | undefined;
  readonly documents: ServeDocuments;
  readonly backend: Backend;
}

/** Id of the warning about tokens in URLs, with which it can be acknowledged. */
export const TOKEN_IN_URL_WARNING = 'tollgate:tokenInUrl';

/** Id of the warning about a place for tokens that no SOAP message has. */
export const TOKEN_IN_SOAP_BODY_WARNING = 'tollgate:tokenInSoapBody';

/** Id of the warning about a target that is nobody's. */
export const PLACEHOLDER_TARGET_WARNING = 'tollgate:placeholderTarget';

export class ApiProject extends Construct {
  constructor(scope: Construct, id: string, props: ApiProjectProps) {
    super(scope, id);
    const { project, group, gateway } = props;
    for (const route of deployedRoutesOf(project)) {
      const authorizer = route.verify === null ? undefined : authorizerOf(props);
      for (const method of route.methods) {
        const resource = gateway.resourceForPath(route.template);
        const integration = integrationOf(props, route, method);
        const requestParameters = Object.fromEntries(
          pathVariablesOf(route.template).map((variable) => [`method.request.path.${variable}`, true]),
        );
        if (authorizer === undefined) {
          addPublicMethod(resource, { method, integration, requestParameters, reason: whyPublic(route) });
        } else {
          const authorizationType = AuthorizationType.CUSTOM;
          resource.addMethod(method, integration, { authorizationType, authorizer, requestParameters });
        }
      }
    }
    this.annotate(project, group);
  }

  private annotate(project: BackendProject, group: ServerGroup): void {
    const notes = Annotations.of(this);
    if (takesTokenIn(project, 'query')) {
      notes.addWarningV2(
        TOKEN_IN_URL_WARNING,
        `${project.displayName} accepts access tokens in the URL: they are recorded in browser histories, proxies' and servers' logs (RFC 9700 §4.3.2). Use location 'header' where callers can set headers.`,
      );
    }
    if (project.kind === 'wsdl' && takesTokenIn(project, 'body')) {
      notes.addWarningV2(
        TOKEN_IN_SOAP_BODY_WARNING,
        `${project.displayName} accepts access tokens in the body, but the body of a call is a SOAP message, and a token can stand in a form only (RFC 6750 §2.2): callers have the other places. Leave location 'body' out.`,
      );
    }
    const target = targetIn(project, group);
    // A server group that goes away with its tables is for trying things out.
    if (group.removal === 'retain' && target.kind === 'url' && isPlaceholder(target)) {
      notes.addWarningV2(
        PLACEHOLDER_TARGET_WARNING,
        `${project.displayName}: its target in ${group.name}, ${target.url}, is a placeholder (RFC 2606). Calls go to nobody's backend; name yours as the project's target.`,
      );
    }
    for (const [name, { path, methods, proxyRequest }] of Object.entries(project.resources)) {
      if (proxyRequest.length > 0) continue;
      notes.addInfo(
        `${project.displayName}: resource ${name} is public: ${methods.join(', ')} ${projectPath(project)}${path === '/' ? '' : path}.`,
      );
    }
  }
}

/** Who is asked before a protected route is served. */
function authorizerOf({ project, verify }: ApiProjectProps): RequestAuthorizer | undefined {
  switch (callPathOf(project)) {
    case 'direct':
      return verify.header;
    case 'forward':
      return verify.anyPlace;
    case 'verify-and-forward':
      // The function that serves the route verifies every call itself.
      return undefined;
  }
}

/** What serves a route. */
function integrationOf(props: ApiProjectProps, route: DeployedRoute, method: string): Integration {
  const { project, backend, forward, verifyAndForward, documents } = props;
  if (route.serves === 'documents') return documents.integration;
  const path = callPathOf(project);
  if (path === 'direct') return passThrough(method, route, project, backend);
  return found(path === 'forward' ? forward : verifyAndForward).integration;
}

function found<Served>(served: Served | undefined): Served {
  if (served === undefined) throw new Error('A project needs a function that has not been made.');
  return served;
}

function whyPublic({ resource, verify }: DeployedRoute): string {
  return verify === null
    ? `The resource ${resource} of the project is public on purpose; synthesis lists it.`
    : 'The function that serves it verifies every call itself.';
}
