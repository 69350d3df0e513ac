/** The HTTP_PROXY integration: passes the request on to an HTTP backend and its answer back. */
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { MAXIMUM_BODY_BYTES } from '../size-limits.ts';
import { type BackendRequest, backendRequest } from './backend-request.ts';
import type { GatewayAnswer } from './gateway-request.ts';
import { headerListFrom } from './header-list.ts';
import { remapResponseHeaders } from './header-remapping.ts';
import type { IntegrationOutcome } from './integration-outcome.ts';
import type { Invocation } from './invocation.ts';
import { internalServerError, refuse } from './refusal.ts';
import type { HttpProxyIntegration } from './rest-api-model.ts';

const agents = {
  http: new http.Agent({ keepAlive: true }),
  https: new https.Agent({ keepAlive: true }),
};

/** Redirects are the client's to follow; bodies pass byte for byte. */
export async function callHttpProxy(
  integration: HttpProxyIntegration,
  invocation: Invocation,
): Promise<IntegrationOutcome> {
  const request = backendRequest(integration, invocation);
  if (request === 'unmappable') return { refusal: internalServerError(500) };
  if (request === 'invalid-uri') return { refusal: refuse('API_CONFIGURATION_ERROR') };

  const deadline = AbortSignal.timeout(integration.timeoutMs);
  try {
    const answer = await sendOnLiveConnection(request, integration, deadline);
    return { answer: { ...answer, headers: remapResponseHeaders(answer.headers, 'HTTP_PROXY') } };
  } catch (error) {
    if (deadline.aborted) return { refusal: refuse('INTEGRATION_TIMEOUT') };
    return { refusal: refuse(codeOf(error) === 'ENOTFOUND' ? 'API_CONFIGURATION_ERROR' : 'INTEGRATION_FAILURE') };
  }
}

/** A kept connection that the backend closed meanwhile says nothing about the backend: the request is sent anew, once. */
async function sendOnLiveConnection(
  request: BackendRequest,
  integration: HttpProxyIntegration,
  deadline: AbortSignal,
): Promise<GatewayAnswer> {
  let sent: ClientRequest | undefined;
  const remember = (made: ClientRequest) => {
    sent = made;
  };
  try {
    return await send(request, integration, deadline, remember);
  } catch (error) {
    const closed = ['ECONNRESET', 'EPIPE'].includes(String(codeOf(error)));
    if (sent?.reusedSocket !== true || !closed || deadline.aborted) throw error;
    return await send(request, integration, deadline, () => {});
  }
}

function send(
  request: BackendRequest,
  { acceptsAnyCertificate }: HttpProxyIntegration,
  deadline: AbortSignal,
  onSent: (sent: ClientRequest) => void,
): Promise<GatewayAnswer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(`${request.secure ? 'https' : 'http'}://${request.authority}`);
    const options = {
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port,
      method: request.method,
      path: request.target,
      headers: [...request.headers, ...lengthOf(request)].flat(),
      signal: deadline,
      setHost: false,
    };
    const sent = request.secure
      ? https.request({ ...options, agent: agents.https, rejectUnauthorized: !acceptsAnyCertificate })
      : http.request({ ...options, agent: agents.http });
    onSent(sent);
    sent.on('response', (response) => readAnswer(response).then(resolve, reject));
    // A 101 without an upgrade asked for, or anything else that is no plain answer.
    sent.on('upgrade', (_, socket) => {
      socket.destroy();
      reject(new Error('The backend switched protocols'));
    });
    sent.on('error', reject);
    sent.end(request.body);
  });
}

/** A length is stated where there is a body, or where the method usually has one. */
function lengthOf({ body, method }: BackendRequest): readonly (readonly [string, string])[] {
  return body.length > 0 || ['POST', 'PUT', 'PATCH'].includes(method) ? [['Content-Length', String(body.length)]] : [];
}

async function readAnswer(response: IncomingMessage): Promise<GatewayAnswer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    length += chunk.length;
    if (length > MAXIMUM_BODY_BYTES) {
      response.destroy();
      throw new Error('The backend answered with more than 10 MB');
    }
    chunks.push(chunk);
  }
  return {
    status: response.statusCode ?? 502,
    headers: headerListFrom(response.rawHeaders),
    body: Buffer.concat(chunks),
  };
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
