/** What API Gateway answers by itself, in the words of RFC 6749 and RFC 6750. */
import { type GatewayResponseOptions, ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { faultTemplates } from '#core/catalog/fault-templates.ts';

interface Answer {
  readonly type: ResponseType;
  /** Absent where API Gateway's own is kept. */
  readonly status?: number;
  readonly body: Readonly<Record<string, string>>;
  /** Static header values. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Seconds after which a caller that met a fault or a limit may try again. */
const RETRY_AFTER = '5';

export interface GatewayResponsesProps {
  /** The server group's name. */
  readonly realm: string;
  /** URL of the gateway's metadata: one challenge is for all projects, so it can name none of them (RFC 9728 §5.1). */
  readonly resourceMetadata: string;
  /** Whether a project speaks SOAP: its clients take faults for errors, and nothing else. */
  readonly speaksSoap: boolean;
}

export function addGatewayResponses(restApi: RestApi, props: GatewayResponsesProps): void {
  for (const answer of gatewayAnswers(props)) addAnswer(restApi, answer);
  for (const answer of commonAnswers) addAnswer(restApi, answer, props.speaksSoap ? faultsOf(answer) : {});
}

/** On the registry an unknown path and an unsigned call are the same to API Gateway, so both are refused alike. */
export function addRegistryResponses(restApi: RestApi): void {
  for (const answer of [...registryAnswers, ...commonAnswers]) addAnswer(restApi, answer);
}

function gatewayAnswers({ realm, resourceMetadata }: GatewayResponsesProps): readonly Answer[] {
  const metadata = `resource_metadata="${resourceMetadata}"`;
  return [
    {
      // RFC 6750 §3. API Gateway knows only here that the token is missing or invalid, not which of the two.
      type: ResponseType.UNAUTHORIZED,
      status: 401,
      headers: { 'WWW-Authenticate': `Bearer realm="${realm}", ${metadata}` },
      body: {
        error: 'invalid_token',
        error_description: 'The access token is missing, malformed, expired or revoked.',
      },
    },
    {
      // RFC 6750 §3.1; the reason is what the verifier put into its context.
      type: ResponseType.ACCESS_DENIED,
      status: 403,
      headers: { 'WWW-Authenticate': `Bearer realm="${realm}", error="insufficient_scope", ${metadata}` },
      body: {
        error: '$context.authorizer.refusal',
        error_description: '$context.authorizer.errorDescription',
        scope: '$context.authorizer.scope',
      },
    },
    {
      type: ResponseType.MISSING_AUTHENTICATION_TOKEN,
      status: 404,
      body: { error: 'not_found', error_description: 'There is no such path, or it does not take this method.' },
    },
    ...[ResponseType.AUTHORIZER_FAILURE, ResponseType.AUTHORIZER_CONFIGURATION_ERROR].map((type) => ({
      type,
      status: 503,
      headers: { 'Retry-After': RETRY_AFTER },
      body: {
        error: 'temporarily_unavailable',
        error_description: 'The access token cannot be verified at the moment.',
      },
    })),
  ];
}

const registryAnswers: readonly Answer[] = [
  {
    type: ResponseType.MISSING_AUTHENTICATION_TOKEN,
    status: 403,
    body: {
      error: 'access_denied',
      error_description: 'The request must be signed with AWS Signature Version 4 (service execute-api).',
    },
  },
  {
    type: ResponseType.ACCESS_DENIED,
    status: 403,
    body: { error: 'access_denied', error_description: 'The caller may not invoke the registry (execute-api:Invoke).' },
  },
];

const commonAnswers: readonly Answer[] = [
  {
    type: ResponseType.THROTTLED,
    status: 429,
    headers: { 'Retry-After': RETRY_AFTER },
    body: { error: 'too_many_requests', error_description: 'Too many requests; try again later.' },
  },
  {
    type: ResponseType.INTEGRATION_FAILURE,
    status: 502,
    body: { error: 'bad_gateway', error_description: 'The backend could not be reached, or gave no valid answer.' },
  },
  {
    type: ResponseType.INTEGRATION_TIMEOUT,
    status: 504,
    body: { error: 'gateway_timeout', error_description: 'The backend did not answer in time.' },
  },
  {
    // A function that broke off, for instance.
    type: ResponseType.DEFAULT_5XX,
    headers: { 'Retry-After': RETRY_AFTER },
    body: { error: 'server_error', error_description: 'The gateway met a fault; try again later.' },
  },
];

const REQUEST_ID = '$context.requestId';

/**
 * What API Gateway says to the calls of WSDL projects; everything else is said by the function that serves them. It chooses
 * the template by the type that the request accepts. For clients that accept several or any, as many SOAP clients do,
 * AWS documents no rule for gateway responses; JSON is what they then get.
 */
function faultsOf({ status = 500, body }: Answer): Readonly<Record<string, string>> {
  const { error = '', error_description: description = '' } = body;
  return faultTemplates({ code: status < 500 ? 'client' : 'server', error, description, requestId: REQUEST_ID });
}

/** @param faults the same answer as SOAP faults, by media type */
function addAnswer(
  restApi: RestApi,
  { type, status, headers, body }: Answer,
  faults: Readonly<Record<string, string>> = {},
): void {
  const options: GatewayResponseOptions = {
    type,
    ...(status === undefined ? {} : { statusCode: String(status) }),
    responseHeaders: quoted({ 'Cache-Control': 'no-store', ...headers }),
    templates: { 'application/json': JSON.stringify({ ...body, request_id: REQUEST_ID }), ...faults },
  };
  restApi.addGatewayResponse(pascalCase(type.responseType), options);
}

/** API Gateway takes a value in single quotes as it stands. */
function quoted(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, `'${value}'`]));
}

function pascalCase(constant: string): string {
  return constant
    .split('_')
    .map((word) => word.slice(0, 1) + word.slice(1).toLowerCase())
    .join('');
}
