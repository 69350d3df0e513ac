/** Turns a refusal, of whatever kind, into an answer that a SOAP client understands. */
import type { AccessErrorAnswer } from '../access/answer-access-failure.ts';
import type { SoapVersion } from '../catalog/soap-service.ts';
import type { ForwardErrorAnswer } from '../forwarding/forward-failure.ts';
import { answerSoapFailure, type FaultCode, type SoapFailure } from './soap-failure.ts';
import { soapFault } from './soap-fault.ts';

export interface FaultAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a fault is told with. */
export interface FaultContext {
  readonly version: SoapVersion;
  readonly requestId: string | undefined;
}

/**
 * The status and the challenge stay as they are, although SOAP 1.1 §6.2 knows 500 alone: a refused token is a matter of
 * HTTP (RFC 6750 §3), and whatever fetches tokens on behalf of a SOAP client looks for 401 and WWW-Authenticate.
 */
export function faultOfAccess(
  { status, challenge, error, description, scope }: AccessErrorAnswer,
  context: FaultContext,
): FaultAnswer {
  const answer = faultAnswer({ status, code: 'client', error, description, scope }, context);
  return { ...answer, headers: { ...answer.headers, 'WWW-Authenticate': challenge } };
}

/** The status stays here too: a backend that is away is told apart from a message that is wrong. */
export function faultOfForwarding(
  { status, error, description }: ForwardErrorAnswer,
  context: FaultContext,
): FaultAnswer {
  return faultAnswer({ status, code: status < 500 ? 'client' : 'server', error, description }, context);
}

export function faultOfMessage(failure: SoapFailure, context: FaultContext): FaultAnswer {
  const { status, code, error, description } = answerSoapFailure(failure, context.version);
  const answer = faultAnswer({ status, code, error, description }, context);
  return status === 405 ? { ...answer, headers: { ...answer.headers, Allow: 'POST' } } : answer;
}

/** Neither a yes nor a no: the caller may try again. */
export function faultOfUnavailability(description: string, context: FaultContext): FaultAnswer {
  return faultAnswer({ status: 503, code: 'server', error: 'temporarily_unavailable', description }, context);
}

interface FaultFields {
  readonly status: number;
  readonly code: FaultCode;
  readonly error: string;
  readonly description: string;
  readonly scope?: string;
}

function faultAnswer(
  { status, code, error, description, scope = '' }: FaultFields,
  { version, requestId }: FaultContext,
): FaultAnswer {
  const { contentType, body } = soapFault({ version, code, reason: description, detail: { error, requestId, scope } });
  return { status, headers: { 'Content-Type': contentType }, body };
}
