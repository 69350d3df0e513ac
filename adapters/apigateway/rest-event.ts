/** Takes an event of API Gateway REST and no other, so that nobody who reads it has to doubt the types of its fields. */
import { Fault } from '#core/fault.ts';

/** Who else can invoke a function, such as an API of another kind, must not be taken for a caller of ours. */
export class AlienEventError extends Fault {
  override readonly name = 'AlienEventError';

  /** @param field that is missing or has another type; its value is told nobody */
  constructor(field: string) {
    super(`This is no event of API Gateway REST: its ${field} is not what it would be.`);
  }
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isAbsent: Check = (value) => value === undefined || value === null;
const isTextIfAny: Check = (value) => isAbsent(value) || isText(value);
/** IAM has no other characters (and no name is nearly so long); who it names is written into the audit trail. */
const isArnIfAny: Check = (value) =>
  isAbsent(value) || (typeof value === 'string' && /^[\x21-\x7e]{1,1000}$/.test(value));
const isListOfTexts: Check = (value) => isAbsent(value) || (Array.isArray(value) && value.every(isText));
const isMapOf =
  (isEntry: Check): Check =>
  (value) =>
    isAbsent(value) || (isRecord(value) && Object.values(value).every(isEntry));

/** Those that are read, but for what an authorizer puts into the context, which is its own to check. */
const FIELDS: readonly (readonly [string, Check])[] = [
  ['httpMethod', isText],
  ['path', isText],
  ['resource', isText],
  ['body', isTextIfAny],
  ['multiValueHeaders', isMapOf(isListOfTexts)],
  ['multiValueQueryStringParameters', isMapOf(isListOfTexts)],
  ['pathParameters', isMapOf(isTextIfAny)],
  ['stageVariables', isMapOf(isTextIfAny)],
  ['requestContext', isRecord],
  // It is told, and decides nothing.
  ['requestContext.requestId', isTextIfAny],
  ['requestContext.path', isTextIfAny],
  ['requestContext.identity.userArn', isArnIfAny],
];

interface AnyEvent {
  readonly requestContext: { readonly requestId: string };
}

/**
 * A caller may choose the id, by the header `x-amzn-RequestId`, and it stands in logs, answers and the audit trail: it must
 * do no harm there, and be no token or secret of ours.
 */
const REQUEST_ID = /^[0-9A-Za-z-]{1,64}$/;
const NO_REQUEST_ID = 'none';

/**
 * @returns the event, whose request id is `none` unless it looks as those of API Gateway do
 * @throws AlienEventError
 */
export function restEvent<Event extends AnyEvent>(event: Event): Event {
  for (const [field, isRight] of FIELDS) {
    if (!isRight(valueAt(event, field))) throw new AlienEventError(field);
  }
  const { requestId = NO_REQUEST_ID } = requestOf(event);
  return { ...event, requestContext: { ...event.requestContext, requestId } };
}

/** @throws AlienEventError */
export function authorizerEvent<Event extends AnyEvent>(event: Event): Event {
  if (!isText(valueAt(event, 'methodArn'))) throw new AlienEventError('methodArn');
  return restEvent(event);
}

/** What the log says of any event: its id, if that is one. */
export function requestOf(event: unknown): { readonly requestId?: string } {
  const requestId = valueAt(event, 'requestContext.requestId');
  return typeof requestId === 'string' && REQUEST_ID.test(requestId) ? { requestId } : {};
}

function valueAt(event: unknown, field: string): unknown {
  return field.split('.').reduce((holder: unknown, name) => (isRecord(holder) ? holder[name] : undefined), event);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
