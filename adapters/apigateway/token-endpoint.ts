/** The token endpoint with what belongs to it, introspection, revocation, keys and metadata, as a Lambda proxy integration. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { INTROSPECTION_PATH, METADATA_PATH, OPENID_METADATA_PATH, REVOCATION_PATH } from '#core/catalog/own-paths.ts';
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
import { readTokenRequest, type TokenRequest } from '#core/oauth/token-request.ts';
import { describeFault } from '../runtime/describe-fault.ts';
import type { RefusalClock } from '../runtime/refusal-clock.ts';
import { judgeClientRequest } from './client-request-event.ts';
import { oauthAnswer, oauthRefusal } from './oauth-answer.ts';
import { publicDocument } from './public-document.ts';
import { requestOf, restEvent } from './rest-event.ts';
import { answerIntrospection, answerRevocation, type TokenStateDependencies } from './token-state-endpoints.ts';

export interface TokenEndpointDependencies extends IssueTokenDependencies, TokenStateDependencies {
  readonly catalogue: TokenCatalogue;
  /** The gateway's stage URL, without a slash at the end. */
  readonly gatewayUrl: string;
  readonly publicKeys: () => Promise<readonly PublicSigningJwk[]>;
  /** Started with each request; who is not authenticated is answered when it ticks. */
  readonly startRefusalClock: () => RefusalClock;
}

type Handler = (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>;

/** Seconds after which a caller may try again when something of ours is out of order. */
const RETRY_AFTER = 5;

export function createTokenEndpoint(dependencies: TokenEndpointDependencies): Handler {
  const { catalogue, issuer, gatewayUrl, publicKeys, log } = dependencies;
  const resources = { gatewayUrl, projects: catalogue.projects };
  const endpoints = new Map<string, TokenEndpoint>(
    catalogue.tokenEndpoints.map(({ projectId, path, accessTokenLifetime, attributes }) => [
      path,
      { projectId, resources, accessTokenLifetime, attributes },
    ]),
  );
  const tokenEndpointPath = catalogue.tokenEndpoints.at(0)?.path ?? '';

  async function answer(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
    switch (event.resource) {
      case INTROSPECTION_PATH:
        return answerIntrospection(event, dependencies);
      case REVOCATION_PATH:
        return answerRevocation(event, dependencies);
      case '/.well-known/jwks.json':
        return publicDocument(event, 'application/jwk-set+json', async () => toJwkSet(await publicKeys()));
      case METADATA_PATH:
      case OPENID_METADATA_PATH:
        return publicDocument(event, 'application/json', async () =>
          authorizationServerMetadata({ issuer, gatewayUrl, tokenEndpointPath }),
        );
      default: {
        const endpoint = endpoints.get(event.resource);
        return endpoint === undefined ? oauthAnswer(404, { error: 'not_found' }) : answerTokenRequest(event, endpoint);
      }
    }
  }

  async function answerTokenRequest(
    event: APIGatewayProxyEvent,
    endpoint: TokenEndpoint,
  ): Promise<APIGatewayProxyResult> {
    const { requestId } = event.requestContext;
    const judge = {
      read: readTokenRequest,
      judge: (request: TokenRequest) => issueToken(request, endpoint, dependencies),
    };
    const outcome = await judgeClientRequest(event, judge, log);
    if (!outcome.ok) {
      const { reason } = outcome.failure;
      log('token refused', { requestId, projectId: endpoint.projectId, reason });
      return oauthRefusal(outcome.failure);
    }
    const { consumerKey, clientId, productId } = outcome.value.token;
    const { method: authenticationMethod, secretId } = outcome.value.client;
    await dependencies.recordUse(consumerKey, secretId);
    log('token issued', {
      requestId,
      projectId: endpoint.projectId,
      consumerKey,
      clientId,
      productId,
      authenticationMethod,
      ...(secretId !== undefined && { secretId }),
    });
    return issued(outcome.value);
  }

  return async (event) => {
    const nextTick = dependencies.startRefusalClock();
    try {
      const given = await answer(restEvent(event));
      // What is known of a key takes longer to read than that there is no such key.
      if (given.statusCode === 401) await nextTick();
      return given;
    } catch (fault) {
      log('token endpoint out of order', { ...requestOf(event), ...describeFault(fault) });
      return oauthAnswer(
        503,
        { error: 'temporarily_unavailable', error_description: 'Try again in a moment.' },
        { 'Retry-After': String(RETRY_AFTER) },
      );
    }
  };
}

function issued({ accessToken, expiresIn, scopes }: IssuedToken): APIGatewayProxyResult {
  return oauthAnswer(200, {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: expiresIn,
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
  });
}
