/** The reasons for which the gateway answers by itself, as API Gateway names them, with their statuses and messages. */

export interface Refusal {
  /** Type of the gateway response that is sent, and `$context.error.responseType`. */
  readonly type: GatewayResponseType;
  /** Before a gateway response of the template changes it. */
  readonly status: number;
  /** Value of x-amzn-ErrorType. */
  readonly errorType: string;
  /** `null` where API Gateway has nothing to say. */
  readonly message: string | null;
  /** What a body lacks (BAD_REQUEST_BODY). */
  readonly validationError?: string;
}

export type GatewayResponseType = keyof typeof defaults | 'DEFAULT_4XX' | 'DEFAULT_5XX';

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
const defaults = {
  ACCESS_DENIED: [403, 'AccessDeniedException', 'User is not authorized to access this resource'],
  API_CONFIGURATION_ERROR: [500, 'InternalServerErrorException', 'Internal server error'],
  AUTHORIZER_CONFIGURATION_ERROR: [500, 'AuthorizerConfigurationException', null],
  AUTHORIZER_FAILURE: [500, 'AuthorizerFailureException', null],
  BAD_REQUEST_BODY: [400, 'BadRequestException', 'Invalid request body'],
  BAD_REQUEST_PARAMETERS: [400, 'BadRequestException', 'Missing required request parameters'],
  EXPIRED_TOKEN: [403, 'ExpiredTokenException', 'The security token included in the request is expired'],
  INTEGRATION_FAILURE: [504, 'InternalServerErrorException', 'Network error communicating with endpoint'],
  INTEGRATION_TIMEOUT: [504, 'InternalServerErrorException', 'Endpoint request timed out'],
  INVALID_API_KEY: [403, 'ForbiddenException', 'Forbidden'],
  INVALID_SIGNATURE: [403, 'InvalidSignatureException', 'The request signature does not conform to AWS standards'],
  MISSING_AUTHENTICATION_TOKEN: [403, 'MissingAuthenticationTokenException', 'Missing Authentication Token'],
  QUOTA_EXCEEDED: [429, 'LimitExceededException', 'Limit Exceeded'],
  REQUEST_TOO_LARGE: [413, 'BadRequestException', 'Request Too Long'],
  RESOURCE_NOT_FOUND: [404, 'ResourceNotFoundException', 'Not Found'],
  THROTTLED: [429, 'TooManyRequestsException', 'Too Many Requests'],
  UNAUTHORIZED: [401, 'UnauthorizedException', 'Unauthorized'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'BadRequestException', 'Unsupported Media Type'],
  WAF_FILTERED: [403, 'ForbiddenException', 'Forbidden'],
} as const;

export function isGatewayResponseType(text: string): text is GatewayResponseType {
  return Object.hasOwn(defaults, text) || text === 'DEFAULT_4XX' || text === 'DEFAULT_5XX';
}

export function refuse(type: keyof typeof defaults, changes: Partial<Omit<Refusal, 'type'>> = {}): Refusal {
  const [status, errorType, message] = defaults[type];
  return { type, status, errorType, message, ...changes };
}

/** What is wrong behind the gateway: 500, or 502 where the integration's answer can't be used. */
export function internalServerError(status: 500 | 502): Refusal {
  return {
    type: 'DEFAULT_5XX',
    status,
    errorType: 'InternalServerErrorException',
    message: 'Internal server error',
  };
}
