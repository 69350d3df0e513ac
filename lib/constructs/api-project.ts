/** A REST project on the gateway: its routes, who is asked before a call, and where the call then goes. */
import { Annotations } from 'aws-cdk-lib';
import { AuthorizationType, type MethodOptions, type RequestAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { projectPath, type RestProject } from '#core/catalog/api-project.ts';
import { type DeployedRoute, deployedRoutesOf, takesTokenIn } from '#core/catalog/deployed-catalogue.ts';
import { type Backend, pathVariablesOf } from './backend.ts';
import type { Forward } from './forward.ts';
import type { GatewayApi } from './gateway-api.ts';
import { passThrough } from './pass-through.ts';
import type { VerifyAccessToken } from './verify-access-token.ts';

export interface ApiProjectProps {
  readonly project: RestProject;
  readonly gateway: GatewayApi;
  readonly verify: VerifyAccessToken;
  /** Takes all calls of the project, where a token may stand in the URL. Without it they go straight to the backend. */
  readonly forward: Forward | undefined;
  readonly backend: Backend;
}

/** Id of the warning about tokens in URLs, with which it can be acknowledged. */
export const TOKEN_IN_URL_WARNING = 'tollgate:tokenInUrl';

export class ApiProject extends Construct {
  constructor(scope: Construct, id: string, { project, gateway, verify, forward, backend }: ApiProjectProps) {
    super(scope, id);
    for (const route of deployedRoutesOf(project)) {
      const authorizer = route.verify === null ? undefined : forward ? verify.anyPlace : verify.header;
      for (const method of route.methods) {
        const integration = forward?.integration ?? passThrough(method, route, project, backend);
        gateway.resourceForPath(route.template).addMethod(method, integration, methodOptions(route, authorizer));
      }
    }
    this.annotate(project);
  }

  private annotate(project: RestProject): void {
    const notes = Annotations.of(this);
    if (takesTokenIn(project, 'query')) {
      notes.addWarningV2(
        TOKEN_IN_URL_WARNING,
        `${project.displayName} accepts access tokens in the URL: they are recorded in browser histories, proxies' and servers' logs (RFC 9700 §4.3.2). Use location 'header' where callers can set headers.`,
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

function methodOptions({ template }: DeployedRoute, authorizer: RequestAuthorizer | undefined): MethodOptions {
  return {
    ...(authorizer === undefined
      ? { authorizationType: AuthorizationType.NONE }
      : { authorizationType: AuthorizationType.CUSTOM, authorizer }),
    requestParameters: Object.fromEntries(
      pathVariablesOf(template).map((variable) => [`method.request.path.${variable}`, true]),
    ),
  };
}
