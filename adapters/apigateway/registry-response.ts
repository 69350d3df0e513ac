/** Answers of the registry API: JSON or a problem, and never to be stored by anything on the way. */
import type { APIGatewayProxyResult } from 'aws-lambda';
import { type Problem, type ProblemCode, problem } from '#core/registry/problem.ts';

type Headers = Readonly<Record<string, string>>;

const EVERYWHERE: Headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

export function jsonResponse(statusCode: number, body: unknown, headers: Headers = {}): APIGatewayProxyResult {
  return {
    statusCode,
    headers: { ...EVERYWHERE, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

export function emptyResponse(statusCode: number): APIGatewayProxyResult {
  return { statusCode, headers: { ...EVERYWHERE }, body: '' };
}

export function problemResponse(
  code: ProblemCode,
  more?: Pick<Problem, 'detail' | 'errors'>,
  headers: Headers = {},
): APIGatewayProxyResult {
  const body = problem(code, more);
  return jsonResponse(body.status, body, { 'content-type': 'application/problem+json', ...headers });
}
