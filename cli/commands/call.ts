/** `tollgate call` */
import { readFileSync } from 'node:fs';
import { CliError, usageError } from '../cli-error.ts';
import { defineCommand } from '../command/command.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { exitCodeOfStatus } from '../explain-error.ts';
import type { Session } from '../session.ts';
import { CREDENTIAL_FLAGS } from '../token/consumer-credentials.ts';
import { fetchToken } from '../token/fetch-token.ts';
import { withinGateway } from '../token/within-gateway.ts';

export const call = defineCommand({
  name: 'call',
  summary: 'Call a protected API with a fresh token',
  details:
    'Status and headers go to stderr, the body to stdout. The token is sent to URLs of the gateway alone, and redirects are shown and not followed.',
  examples: [
    {
      line: 'tollgate call /orders/1.0/hello',
      about: "A path of the gateway, with the running host's demo subscription",
    },
    {
      line: 'tollgate call /orders/1.0/items -X POST --body \'{"sku":"a1"}\' --consumer-key tgk_0123456789abcdefghijkl --secret-file acme.secret',
      about: 'A POST, with a subscription of your own',
    },
    { line: 'tollgate call /orders/1.0/hello --output json', about: 'Status, headers and body as JSON' },
  ],
  arguments: { url: { description: 'A URL of the gateway, or a path below it' } },
  flags: {
    method: {
      kind: 'text',
      short: 'X',
      value: 'method',
      description: 'The method (default: GET, or POST with a body)',
    },
    header: { kind: 'list', short: 'H', value: '"name: value"', description: 'A header; may be given several times' },
    body: { kind: 'text', value: 'text', description: 'The body' },
    bodyFile: { kind: 'text', value: 'path', description: 'Take the body from this file' },
    consumerKey: {
      kind: 'text',
      value: 'key',
      description: "The consumer key (default: TOLLGATE_CONSUMER_KEY, or the demo's)",
    },
    ...CREDENTIAL_FLAGS,
  },
  run: async ({ url: text }, { method, header, body, bodyFile, ...choice }, session) => {
    const { gatewayUrl } = await session.target();
    if (gatewayUrl === undefined)
      throw usageError('The gateway is not known.', 'Name the server group with --server-group.');
    const url = withinGateway(text, gatewayUrl);
    if (url === undefined) {
      const asPath = `/${text}`;
      throw usageError(
        'That URL is outside the gateway, and a token is not sent there.',
        !URL.canParse(text) && withinGateway(asPath, gatewayUrl) !== undefined
          ? `A path below it begins with a slash: ${asPath}`
          : `The gateway is at ${gatewayUrl}`,
      );
    }
    const content = readBody(body, bodyFile);
    const headers = readHeaders(header, content !== undefined);
    const { access_token } = await fetchToken(session, choice);
    headers.set('authorization', `Bearer ${access_token}`);
    const verb = method?.toUpperCase() ?? (content === undefined ? 'GET' : 'POST');
    show(session, await send(session, url, { method: verb, headers, ...(content !== undefined && { body: content }) }));
  },
});

function readBody(text: string | undefined, file: string | undefined): string | Uint8Array<ArrayBuffer> | undefined {
  if (text !== undefined && file !== undefined) throw usageError('--body and --body-file exclude each other.');
  if (file === undefined) return text;
  try {
    return new Uint8Array(readFileSync(file));
  } catch (cause) {
    throw new CliError(`${file} cannot be read.`, 'Check the path given with --body-file.', EXIT_CODES.usage, {
      cause,
    });
  }
}

function readHeaders(given: readonly string[], hasBody: boolean): Headers {
  const headers = new Headers({ 'user-agent': 'tollgate', ...(hasBody && { 'content-type': 'application/json' }) });
  for (const text of given) {
    const [, name = '', value = ''] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):\s*(.*)$/.exec(text) ?? [];
    if (name === '') throw usageError(`--header wants "name: value", not "${text}".`);
    if (name.toLowerCase() === 'authorization')
      throw usageError('The token is put into Authorization by this command.');
    headers.set(name, value);
  }
  return headers;
}

interface Received {
  readonly answer: Response;
  readonly bytes: Uint8Array;
}

/** The body too: a connection can break while it comes. */
async function send({ fetch, targetFlags }: Session, url: URL, request: RequestInit): Promise<Received> {
  try {
    const answer = await fetch(url, { ...request, redirect: 'manual', signal: AbortSignal.timeout(35_000) });
    return { answer, bytes: new Uint8Array(await answer.arrayBuffer()) };
  } catch {
    // Not kept as a cause: it could hold the request.
    throw new CliError(
      `${url.origin} did not answer, or not to the end.`,
      `Try again, or run tollgate doctor${targetFlags}.`,
      EXIT_CODES.retryable,
    );
  }
}

function show({ out, setExitCode }: Session, { answer, bytes }: Received): void {
  const headers = Object.fromEntries(answer.headers);
  if (out.format === 'json') {
    out.text('', { status: answer.status, headers, body: new TextDecoder().decode(bytes) });
  } else {
    out.talk(`${answer.status} ${answer.statusText}`.trim());
    for (const [name, value] of Object.entries(headers)) out.talk(`${name}: ${value}`);
    out.talk('');
    out.raw(bytes);
  }
  setExitCode(exitCodeOfStatus(answer.status));
}
