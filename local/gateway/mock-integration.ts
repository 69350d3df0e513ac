/** The MOCK integration: its request template says a status, and the response with that status is sent. */
import type { GatewayAnswer } from './gateway-request.ts';
import { type HeaderList, headerSafe, headerValue, withHeader } from './header-list.ts';
import { remapResponseHeaders } from './header-remapping.ts';
import type { IntegrationOutcome } from './integration-outcome.ts';
import type { Invocation } from './invocation.ts';
import { firstMediaType, isBinary } from './media-types.ts';
import { mappedHeader } from './parameter-mapping.ts';
import { internalServerError, refuse } from './refusal.ts';
import type { MockIntegration, MockResponse } from './rest-api-model.ts';
import { renderTextTemplate } from './text-template.ts';

export function callMock(integration: MockIntegration, invocation: Invocation): IntegrationOutcome {
  const { requestTemplates, passthrough } = integration;
  const contentType = headerValue(invocation.headers, 'Content-Type');
  const template =
    requestTemplates.get(firstMediaType(contentType) ?? 'application/json') ?? requestTemplates.get('$default');
  const refusesOtherTypes =
    passthrough === 'NEVER' || (passthrough === 'WHEN_NO_TEMPLATES' && requestTemplates.size > 0);
  if (template === undefined && refusesOtherTypes) return { refusal: refuse('UNSUPPORTED_MEDIA_TYPE') };
  // Templates are for text: API Gateway can't run one on a body that its media types make binary.
  if (template !== undefined && isBinary(contentType, invocation.api.binaryMediaTypes) && !integration.convertsToText) {
    return { refusal: internalServerError(500) };
  }

  const rendered =
    template === undefined ? invocation.request.body.toString('utf8') : renderTextTemplate(template, invocation);
  const status = parseStatus(rendered);
  if (status === undefined) return { refusal: internalServerError(500) };
  const response = selectResponse(integration.responses, status);
  if (response === undefined) return { refusal: refuse('API_CONFIGURATION_ERROR') };
  return { answer: answerWith(response, invocation) };
}

/** API Gateway also takes `{statusCode: 200}`, which is no JSON. */
function parseStatus(rendered: string): number | undefined {
  const [, status] =
    /^\s*\{\s*(?:[^{}]*,\s*)?["']?statusCode["']?\s*:\s*(\d{3})\s*(?:,[\s\S]*)?\}\s*$/.exec(rendered) ?? [];
  return status === undefined ? undefined : Number(status);
}

function selectResponse(responses: readonly MockResponse[], status: number): MockResponse | undefined {
  return (
    responses.find(({ selection }) => selection?.test(String(status))) ??
    responses.find(({ selection }) => selection === undefined)
  );
}

function answerWith(response: MockResponse, invocation: Invocation): GatewayAnswer {
  const accept = headerValue(invocation.headers, 'Accept')?.trim() ?? '';
  const templates = [...response.templates];
  const [contentType = 'application/json', template = []] =
    templates.find(([type]) => type === accept) ??
    templates.find(([type]) => type === 'application/json') ??
    templates[0] ??
    [];
  let headers: HeaderList = [['Content-Type', contentType]];
  for (const { name, source } of response.headers) {
    const value = mappedHeader(source, invocation);
    if (value !== undefined) headers = withHeader(headers, name, headerSafe(value));
  }
  return {
    status: response.status,
    headers: remapResponseHeaders(headers, 'MOCK'),
    body: Buffer.from(renderTextTemplate(template, invocation)),
  };
}
