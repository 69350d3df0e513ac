/** Introspection (RFC 7662) and revocation (RFC 7009) of access tokens, as Lambda proxy integrations of API Gateway. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { AuthenticatedClient } from '#core/oauth/authenticate-client.ts';
import { type IntrospectTokenDependencies, introspectToken } from '#core/oauth/introspect-token.ts';
import { introspectionAnswer } from '#core/oauth/introspection-answer.ts';
import { readPresentedToken } from '#core/oauth/presented-token.ts';
import { type RevokeTokenDependencies, revokeToken } from '#core/oauth/revoke-token.ts';
import type { Log } from '../runtime/log.ts';
import { judgeClientRequest } from './client-request-event.ts';
import { oauthAnswer, oauthRefusal } from './oauth-answer.ts';

export interface TokenStateDependencies extends IntrospectTokenDependencies, RevokeTokenDependencies {
  readonly revocations: RevokeTokenDependencies['revocations'];
  /** Takes note of the secret that the client authenticated with, if it was one. Never rejects, and returns soon. */
  readonly recordUse: (consumerKey: string, secretId: string | undefined) => Promise<void>;
  readonly log: Log;
}

export async function answerIntrospection(
  event: APIGatewayProxyEvent,
  dependencies: TokenStateDependencies,
): Promise<APIGatewayProxyResult> {
  const { log, recordUse } = dependencies;
  const { requestId } = event.requestContext;
  const judge = { read: readPresentedToken, judge: (request: Presented) => introspectToken(request, dependencies) };
  const judged = await judgeClientRequest(event, judge, log);
  if (!judged.ok) {
    log('introspection refused', { requestId, reason: judged.failure.reason });
    return oauthRefusal(judged.failure);
  }
  const { client, outcome } = judged.value;
  await recordUse(client.subscription.consumerKey, client.secretId);
  const reason = outcome.ok ? {} : { reason: outcome.failure.reason };
  log(outcome.ok ? 'live token introspected' : 'dead token introspected', { ...who(event, client), ...reason });
  return oauthAnswer(200, introspectionAnswer(outcome.ok ? outcome.value : undefined));
}

export async function answerRevocation(
  event: APIGatewayProxyEvent,
  dependencies: TokenStateDependencies,
): Promise<APIGatewayProxyResult> {
  const { log, recordUse } = dependencies;
  const { requestId } = event.requestContext;
  const judge = { read: readPresentedToken, judge: (request: Presented) => revokeToken(request, dependencies) };
  const judged = await judgeClientRequest(event, judge, log);
  if (!judged.ok) {
    log('revocation refused', { requestId, reason: judged.failure.reason });
    return oauthRefusal(judged.failure);
  }
  const { client, outcome } = judged.value;
  await recordUse(client.subscription.consumerKey, client.secretId);
  if (outcome === 'revoked') log('token revoked', who(event, client));
  else log('nothing to revoke', { ...who(event, client), reason: outcome });
  // RFC 7009 §2.2: the client ignores the body; some insist on JSON all the same.
  return oauthAnswer(200, {});
}

type Presented = Parameters<typeof introspectToken>[0];

function who(event: APIGatewayProxyEvent, { subscription }: AuthenticatedClient) {
  const { consumerKey, clientId } = subscription;
  return { requestId: event.requestContext.requestId, consumerKey, clientId };
}
