/** Answers of the endpoints that clients authenticate at: JSON that nobody may store, and one form for every refusal. */
import type { APIGatewayProxyResult } from 'aws-lambda';
import { answerTokenFailure, type TokenFailure } from '#core/oauth/token-failure.ts';

/** RFC 6749 §5.1 asks for both. */
const NOT_STORED = { 'Cache-Control': 'no-store', Pragma: 'no-cache' };

/**
 * Every 401 carries a challenge (RFC 9110 §15.5.2), whatever way the credentials came. The error stands in it too: some
 * clients read the challenge and never the body.
 */
const CHALLENGE = 'Basic realm="tollgate", charset="UTF-8", error="invalid_client"';

export function oauthAnswer(
  statusCode: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyResult {
  return {
    statusCode,
    headers: { 'Content-Type': 'application/json', ...NOT_STORED, ...headers },
    body: JSON.stringify(body),
  };
}

export function oauthRefusal(failure: TokenFailure): APIGatewayProxyResult {
  const { status, error, description } = answerTokenFailure(failure);
  return oauthAnswer(
    status,
    { error, error_description: description },
    {
      ...(status === 401 ? { 'WWW-Authenticate': CHALLENGE } : {}),
      ...(status === 405 ? { Allow: 'POST' } : {}),
    },
  );
}
