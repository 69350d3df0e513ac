/** The answers that the gateway gives by itself, as the template's `AWS::ApiGateway::GatewayResponse`s change them. */
import type { ContextVariables } from './context-variables.ts';
import type { GatewayAnswer } from './gateway-request.ts';
import { type HeaderList, headerSafe, headerValue, withHeader } from './header-list.ts';
import type { Invocation } from './invocation.ts';
import { firstMediaType, isJson } from './media-types.ts';
import { mappedHeader } from './parameter-mapping.ts';
import type { Refusal } from './refusal.ts';
import type { GatewayResponseModel, RestApiModel } from './rest-api-model.ts';
import { insideJsonString, renderTextTemplate } from './text-template.ts';

/** Headers that the connection needs for itself. */
const FRAMING: ReadonlySet<string> = new Set(['connection', 'content-length', 'transfer-encoding', 'date']);

/**
 * A type without a gateway response of its own falls back to DEFAULT_4XX or DEFAULT_5XX; one without templates keeps
 * its body, one without a status its status. Headers set here are sent under their own names.
 */
export function answerRefusal(refusal: Refusal, invocation: Invocation): GatewayAnswer {
  const configured = gatewayResponseFor(refusal, invocation.api);
  const told: Invocation = { ...invocation, context: withError(invocation.context, refusal) };
  const { contentType, body } = renderBody(refusal, configured, told);
  let headers: HeaderList = [
    ['Content-Type', contentType],
    ['x-amzn-ErrorType', refusal.errorType],
  ];
  for (const { name, source } of configured?.headers ?? []) {
    const value = FRAMING.has(name.toLowerCase()) ? undefined : mappedHeader(source, told);
    if (value !== undefined) headers = withHeader(headers, name, headerSafe(value));
  }
  return { status: configured?.status ?? refusal.status, headers, body: Buffer.from(body) };
}

function gatewayResponseFor(refusal: Refusal, api: RestApiModel): GatewayResponseModel | undefined {
  // The one answer that API Gateway doesn't let a template change.
  if (refusal.type === 'REQUEST_TOO_LARGE') return undefined;
  const fallback = refusal.status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX';
  return api.gatewayResponses.get(refusal.type) ?? api.gatewayResponses.get(fallback);
}

function withError(context: ContextVariables, refusal: Refusal): ContextVariables {
  return {
    ...context,
    error: {
      ...(refusal.message !== null && { message: refusal.message }),
      messageString: JSON.stringify(refusal.message),
      responseType: refusal.type,
      ...(refusal.validationError !== undefined && { validationErrorString: refusal.validationError }),
    },
  };
}

function renderBody(
  refusal: Refusal,
  configured: GatewayResponseModel | undefined,
  invocation: Invocation,
): { readonly contentType: string; readonly body: string } {
  const [contentType, template] = chooseTemplate(configured, headerValue(invocation.request.headers, 'Accept')) ?? [];
  if (contentType === undefined || template === undefined) {
    // API Gateway writes this one key with a capital letter where an authorizer's policy denies.
    const key = refusal.type === 'ACCESS_DENIED' ? 'Message' : 'message';
    return { contentType: 'application/json', body: `{"${key}":${JSON.stringify(refusal.message)}}` };
  }
  const written = isJson(contentType) ? insideJsonString : undefined;
  return { contentType, body: renderTextTemplate(template, invocation, written) };
}

/**
 * The template of the type that is accepted first, else JSON, else whichever comes first. That only the first type counts is what
 * AWS documents for integration responses; for gateway responses it is inferred.
 */
function chooseTemplate(configured: GatewayResponseModel | undefined, accept: string | undefined) {
  const templates = [...(configured?.templates ?? [])];
  const accepted = firstMediaType(accept);
  return (
    templates.find(([name]) => name.toLowerCase() === accepted) ??
    templates.find(([name]) => name === 'application/json') ??
    templates[0]
  );
}
