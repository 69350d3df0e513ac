import { describe, expect, test } from '@jest/globals';
import type { AccessFailure } from '#core/access/access-failure.ts';
import { answerAccessFailure } from '#core/access/answer-access-failure.ts';

const live = { realm: 'live', resourceMetadata: 'https://gateway.example/metadata' };

describe('RFC 6750 §3.1: the answer to a call that is refused', () => {
  test.each<[AccessFailure, number, string, string]>([
    [{ reason: 'token_missing' }, 401, 'Bearer realm="live"', 'invalid_token'],
    [{ reason: 'authorization_malformed' }, 401, 'Bearer realm="live"', 'invalid_token'],
    [{ reason: 'token_expired' }, 401, 'Bearer realm="live", error="invalid_token"', 'invalid_token'],
    [{ reason: 'client_disabled' }, 401, 'Bearer realm="live", error="invalid_token"', 'invalid_token'],
    [{ reason: 'several_tokens' }, 400, 'Bearer realm="live", error="invalid_request"', 'invalid_request'],
    [{ reason: 'token_misplaced' }, 400, 'Bearer realm="live", error="invalid_request"', 'invalid_request'],
    [{ reason: 'form_encoded' }, 400, 'Bearer realm="live", error="invalid_request"', 'invalid_request'],
    [
      { reason: 'scope_missing', scopes: ['a', 'b'] },
      403,
      'Bearer realm="live", error="insufficient_scope", scope="a b"',
      'insufficient_scope',
    ],
    [
      { reason: 'operation_not_in_product' },
      403,
      'Bearer realm="live", error="insufficient_scope"',
      'insufficient_scope',
    ],
    [{ reason: 'path_not_canonical' }, 403, 'Bearer realm="live", error="insufficient_scope"', 'access_denied'],
  ])('%j is %d with the challenge %s and the metadata', (failure, status, challenge, error) => {
    expect(answerAccessFailure(failure, live)).toMatchObject({
      status,
      challenge: `${challenge}, resource_metadata="https://gateway.example/metadata"`,
      error,
    });
  });

  test('has no scope but where scopes are the matter, and no challenge without a token but the bare one', () => {
    const description = 'The access token is missing, malformed, expired or revoked.';

    expect(answerAccessFailure({ reason: 'token_missing' }, live)).toEqual({
      status: 401,
      challenge: 'Bearer realm="live", resource_metadata="https://gateway.example/metadata"',
      error: 'invalid_token',
      description,
      scope: '',
    });
    expect(answerAccessFailure({ reason: 'several_tokens' }, live)).toMatchObject({ scope: '' });
    expect(answerAccessFailure({ reason: 'scope_missing', scopes: ['a', 'b'] }, live)).toMatchObject({ scope: 'a b' });
  });

  test('which attribute is missing is said, and what it must equal is not', () => {
    const { status, description } = answerAccessFailure({ reason: 'attribute_differs', attribute: 'tier' }, live);

    expect(status).toBe(403);
    expect(description).toBe('The access token lacks the value of the attribute tier that this resource needs.');
  });

  test('all that is wrong with a token is told in the same words', () => {
    const reasons = ['token_expired', 'signature_invalid', 'subscription_paused', 'client_missing'] as const;

    expect(new Set(reasons.map((reason) => JSON.stringify(answerAccessFailure({ reason }, live)))).size).toBe(1);
  });
});
