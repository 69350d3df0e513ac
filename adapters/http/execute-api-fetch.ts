/** `fetch`, which reaches the APIs of an emulated account where the AWS SDKs reach its services. */
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { request as secureRequest } from 'node:https';

/** The host of an API of API Gateway that has no domain name of its own. */
const EXECUTE_API = /^[a-z0-9]+\.execute-api\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/;

/**
 * Emulators tell APIs apart by the header `Host`, as API Gateway does, but stand at another address.
 *
 * @param environment `AWS_ENDPOINT_URL` is that address, unless `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` is `true`
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function executeApiFetch(
  { AWS_ENDPOINT_URL: endpoint, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: ignored }: NodeJS.ProcessEnv,
  otherwise: typeof fetch = fetch,
): typeof fetch {
  if (!endpoint || !URL.canParse(endpoint) || ignored?.toLowerCase() === 'true') return otherwise;
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    return EXECUTE_API.test(url.hostname) ? fetchAt(endpoint, new Request(input, init)) : otherwise(input, init);
  };
}

/** Not by `fetch`, which sends no other `Host` than that of the URL. Redirects are given back. */
async function fetchAt(endpoint: string, asked: Request): Promise<Response> {
  const { host, pathname, search } = new URL(asked.url);
  const { protocol, hostname, port } = new URL(endpoint);
  const body = Buffer.from(await asked.arrayBuffer());
  const send = protocol === 'https:' ? secureRequest : request;
  const outgoing = send({
    hostname,
    port,
    path: pathname + search,
    method: asked.method,
    headers: { ...Object.fromEntries(asked.headers), host, ...(asked.body && { 'content-length': body.length }) },
    signal: asked.signal,
  });
  const answer = await answerTo(outgoing, body);
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  const status = answer.statusCode ?? 502;
  return new Response(hasBody(status) ? Buffer.concat(chunks) : null, {
    status,
    statusText: answer.statusMessage ?? '',
    headers: headersOf(answer),
  });
}

function answerTo(outgoing: ClientRequest, body: Buffer): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.on('response', resolve);
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function headersOf({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  return headers;
}

/** A Response of these may have none (Fetch Standard, null body status). */
function hasBody(status: number): boolean {
  return ![101, 204, 205, 304].includes(status);
}
