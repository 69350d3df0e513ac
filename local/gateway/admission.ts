/** Who calls a method, and whether they may: no one in particular, the signer of the request, or whom an authorizer says. */
import { type AuthorizerOutcome, authorize } from './authorizer.ts';
import type { AuthorizerCache } from './authorizer-cache.ts';
import type { Invocation } from './invocation.ts';
import type { RestApiContext } from './rest-api-host.ts';
import type { MethodModel } from './rest-api-model.ts';
import { verifySignature } from './sigv4.ts';

/** Fills `context.identity` or `context.authorizer`. */
export async function admit(
  { authorization }: MethodModel,
  invocation: Invocation,
  host: RestApiContext,
  cache: AuthorizerCache,
): Promise<AuthorizerOutcome & { readonly invocation: Invocation }> {
  switch (authorization.kind) {
    case 'NONE':
      return { source: 'none', invocation };
    case 'AWS_IAM': {
      const { credentials, region } = host;
      const refusal = await verifySignature(invocation, { credentials, region, now: Date.now() });
      return {
        source: 'none',
        ...(refusal ? { refusal, invocation } : { invocation: withPrincipal(invocation, host) }),
      };
    }
    case 'CUSTOM': {
      const outcome = await authorize(authorization.authorizer, invocation, methodArn(invocation, host), {
        functions: host.functions,
        cache,
      });
      const { variables } = outcome;
      const context = { ...invocation.context, ...(variables !== undefined && { authorizer: variables }) };
      return { ...outcome, invocation: { ...invocation, context } };
    }
  }
}

function withPrincipal(invocation: Invocation, { accountId, credentials }: RestApiContext): Invocation {
  const { accessKeyId, principalArn } = credentials;
  const principal = principalArn.slice(principalArn.lastIndexOf('/') + 1);
  const identity = {
    ...invocation.context.identity,
    accountId,
    caller: principal,
    user: principal,
    userArn: principalArn,
    accessKey: accessKeyId,
  };
  return { ...invocation, context: { ...invocation.context, identity } };
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html */
function methodArn({ api, stage, request, path }: Invocation, { region, accountId }: RestApiContext): string {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return `arn:${partition}:execute-api:${region}:${accountId}:${api.apiId}/${stage.name}/${request.method}${path}`;
}
