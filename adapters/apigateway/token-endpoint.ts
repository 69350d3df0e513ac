/** The token endpoint and its two public documents, as a Lambda proxy integration of API Gateway. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { TokenCatalogue } from '#core/catalog/token-catalogue.ts';
import type { PublicSigningJwk } from '#core/keys/signing-key.ts';
import { toJwkSet } from '#core/keys/signing-key.ts';
import { authorizationServerMetadata } from '#core/oauth/authorization-server-metadata.ts';
import {
  type IssuedToken,
  type IssueTokenDependencies,
  issueToken,
  type TokenEndpoint,
} from '#core/oauth/issue-token.ts';
import { answerTokenFailure, type TokenFailure } from '#core/oauth/token-failure.ts';
import { readTokenRequest } from '#core/oauth/token-request.ts';
import { UnreadableItemError } from '#core/registry/store-faults.ts';
import { failure, type Result } from '#core/result.ts';
import { describeFault, type Log } from '../runtime/log.ts';
import { bodyText, headerValues, queryNames } from './proxy-event.ts';
import { publicDocument } from './public-document.ts';

export interface TokenEndpointDependencies extends IssueTokenDependencies {
  readonly catalogue: TokenCatalogue;
  readonly issuer: string;
  /** The gateway's stage URL, without a slash at the end. */
  readonly gatewayUrl: string;
  readonly publicKeys: () => Promise<readonly PublicSigningJwk[]>;
  /** Takes note of the secret that a token was got with. Never rejects, and returns soon. */
  readonly recordUse: (consumerKey: string, secretId: string) => Promise<void>;
  readonly log: Log;
}

type Handler = (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>;

/** Seconds after which a caller may try again when something of ours is out of order. */
const RETRY_AFTER = 5;

export function createTokenEndpoint(dependencies: TokenEndpointDependencies): Handler {
  const { catalogue, issuer, gatewayUrl, publicKeys, log } = dependencies;
  const endpoints = new Map<string, TokenEndpoint>(
    catalogue.tokenEndpoints.map(({ projectId, path, accessTokenLifetime, attributes }) => [
      path,
      { projectId, issuer, audience: gatewayUrl, accessTokenLifetime, attributes },
    ]),
  );
  const tokenEndpointPath = catalogue.tokenEndpoints.at(0)?.path ?? '';

  async function answer(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
    switch (event.resource) {
      case '/.well-known/jwks.json':
        return publicDocument(event, 'application/jwk-set+json', async () => toJwkSet(await publicKeys()));
      case '/.well-known/oauth-authorization-server':
        return publicDocument(event, 'application/json', async () =>
          authorizationServerMetadata({ issuer, gatewayUrl, tokenEndpointPath }),
        );
      default: {
        const endpoint = endpoints.get(event.resource);
        return endpoint === undefined ? json(404, { error: 'not_found' }) : answerTokenRequest(event, endpoint);
      }
    }
  }

  async function answerTokenRequest(
    event: APIGatewayProxyEvent,
    endpoint: TokenEndpoint,
  ): Promise<APIGatewayProxyResult> {
    const { requestId } = event.requestContext;
    const outcome = await judge(event, endpoint);
    if (!outcome.ok) {
      const { reason } = outcome.failure;
      log('WARN', 'token refused', { requestId, projectId: endpoint.projectId, reason });
      return refusal(outcome.failure);
    }
    const { secretId } = outcome.value;
    const { consumerKey, clientId, productId } = outcome.value.token;
    await dependencies.recordUse(consumerKey, secretId);
    log('INFO', 'token issued', {
      requestId,
      projectId: endpoint.projectId,
      consumerKey,
      clientId,
      productId,
      secretId,
    });
    return issued(outcome.value);
  }

  /** A damaged item denies the one subscription that needs it; it is no outage, and trying again would not help. */
  async function judge(
    event: APIGatewayProxyEvent,
    endpoint: TokenEndpoint,
  ): Promise<Result<IssuedToken, TokenFailure>> {
    const request = readTokenRequest({
      method: event.httpMethod,
      contentTypes: headerValues(event, 'content-type'),
      authorizations: headerValues(event, 'authorization'),
      queryNames: queryNames(event),
      body: bodyText(event),
    });
    if (!request.ok) return request;
    try {
      return await issueToken(request.value, endpoint, dependencies);
    } catch (error) {
      if (!(error instanceof UnreadableItemError)) throw error;
      log('ERROR', 'damaged item', { requestId: event.requestContext.requestId, ...describeFault(error) });
      return failure({ reason: 'registry_item_unreadable' });
    }
  }

  return async (event) => {
    try {
      return await answer(event);
    } catch (fault) {
      log('ERROR', 'token endpoint out of order', {
        requestId: event.requestContext?.requestId,
        ...describeFault(fault),
      });
      return json(
        503,
        { error: 'temporarily_unavailable', error_description: 'Try again in a moment.' },
        { 'Retry-After': String(RETRY_AFTER) },
      );
    }
  };
}

/** RFC 6749 §5.1 asks for both. */
const NOT_STORED = { 'Cache-Control': 'no-store', Pragma: 'no-cache' };

function issued({ accessToken, expiresIn, scopes }: IssuedToken): APIGatewayProxyResult {
  return json(200, {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: expiresIn,
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
  });
}

/** Every 401 carries a challenge (RFC 9110 §15.5.2), whatever way the credentials came. */
function refusal(reason: TokenFailure): APIGatewayProxyResult {
  const { status, error, description } = answerTokenFailure(reason);
  return json(
    status,
    { error, error_description: description },
    {
      ...(status === 401 ? { 'WWW-Authenticate': 'Basic realm="tollgate", charset="UTF-8"' } : {}),
      ...(status === 405 ? { Allow: 'POST' } : {}),
    },
  );
}

function json(statusCode: number, body: object, headers: Readonly<Record<string, string>> = {}): APIGatewayProxyResult {
  return {
    statusCode,
    headers: { 'Content-Type': 'application/json', ...(headers['Cache-Control'] ? {} : NOT_STORED), ...headers },
    body: JSON.stringify(body),
  };
}
