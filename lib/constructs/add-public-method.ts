/** Adds a method that API Gateway lets everybody call; the security checks find every other one that does. */
import {
  AuthorizationType,
  type Integration,
  type Method,
  type MethodOptions,
  type Resource,
} from 'aws-cdk-lib/aws-apigateway';
import { acknowledge } from './acknowledge.ts';

export interface PublicMethod extends Pick<MethodOptions, 'requestParameters'> {
  readonly method: string;
  readonly integration: Integration;
  /** A sentence that says who decides instead, or why nobody needs to. */
  readonly reason: string;
}

export function addPublicMethod(
  resource: Resource,
  { method, integration, reason, requestParameters }: PublicMethod,
): Method {
  const added = resource.addMethod(method, integration, {
    authorizationType: AuthorizationType.NONE,
    ...(requestParameters !== undefined && { requestParameters }),
  });
  acknowledge(added, { methodAuthorization: reason });
  return added;
}
