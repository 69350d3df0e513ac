/** Serves function URLs, each on a free loopback port that stays the same while the host runs. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { ResolvedResource } from '../assembly/resolved-resource.ts';
import { UnsupportedTemplateError } from '../assembly/unsupported-template-error.ts';
import { endAnswer } from '../end-answer.ts';
import { stringOf } from '../json-value.ts';
import { type LoopbackServer, listenOnLoopback, readBodyUpTo } from '../loopback-server.ts';
import { MAXIMUM_EVENT_BYTES } from '../size-limits.ts';
import type { FunctionInvoker } from './function-invoker.ts';
import { functionUrlEvent, functionUrlResponse } from './function-url-event.ts';

const TOO_LARGE = Buffer.from('{"Message":"Request Entity Too Large"}');

/** A bound port that answers 503 until it is given a function. */
export interface FunctionUrlServer extends LoopbackServer {
  serve(functionArn: string, functions: FunctionInvoker): void;
}

export async function listenFunctionUrl(): Promise<FunctionUrlServer> {
  let served: { readonly functionArn: string; readonly functions: FunctionInvoker } | undefined;
  const server = await listenOnLoopback(
    createServer((request, response) => {
      if (served === undefined) response.writeHead(503, { 'retry-after': '1' }).end();
      else answer(request, response, served.functionArn, served.functions).catch(() => response.destroy());
    }),
    0,
  );
  return {
    ...server,
    serve(functionArn, functions) {
      served = { functionArn, functions };
    },
  };
}

/** @throws UnsupportedTemplateError for what this host does not do with function URLs. */
export function functionArnOfUrl(resource: ResolvedResource): string {
  const { AuthType, Cors, InvokeMode, TargetFunctionArn } = resource.properties;
  const features = [
    AuthType === 'NONE' ? [] : [`AuthType ${AuthType}`],
    Cors === undefined ? [] : ['Cors'],
    InvokeMode === 'RESPONSE_STREAM' ? ['InvokeMode RESPONSE_STREAM'] : [],
  ].flat();
  if (features.length > 0) {
    throw new UnsupportedTemplateError(features.map((name) => ({ ...resource, feature: `${name} is not supported` })));
  }
  return stringOf(TargetFunctionArn) ?? '';
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  functionArn: string,
  functions: FunctionInvoker,
): Promise<void> {
  const body = await readBodyUpTo(MAXIMUM_EVENT_BYTES, request);
  const outcome =
    body === undefined ? undefined : await functions.invoke(functionArn, functionUrlEvent(request, body, new Date()));
  if (outcome === undefined || outcome.undelivered) {
    const end = endAnswer(request, response);
    response.writeHead(413, { 'content-type': 'application/json', 'content-length': TOO_LARGE.length });
    return end(TOO_LARGE);
  }
  if (!outcome.ok) {
    response.writeHead(502, { 'content-type': 'text/plain' }).end('Internal Server Error');
    return;
  }
  const answered = functionUrlResponse(outcome.payload);
  response.writeHead(answered.status, answered.headers).end(answered.body);
}
