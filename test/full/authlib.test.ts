/** Python's Authlib, unchanged. */
import { beforeAll, expect, test } from '@jest/globals';
import { type Credentials, localStage, subscribe } from '../support/stage-under-test.ts';
import { pythonProgram } from './python-with-clients.ts';
import { type Program, runProgram } from './run-program.ts';

let program: Program;
let client: Credentials;
beforeAll(async () => {
  program = pythonProgram('authlib_client.py');
  client = await subscribe(['tickets-2.0'], ['tickets:read', 'tickets:write']);
});

function authlib(method: string, clientSecret: string) {
  const { tokenUrl, introspectionUrl, revocationUrl, gatewayUrl } = localStage();
  return runProgram(program, {
    ...{ method, clientId: client.consumerKey, clientSecret, scope: 'tickets:read' },
    ...{ tokenUrl, introspectionUrl, revocationUrl, apiUrl: `${gatewayUrl}/tickets/2.0/x` },
  });
}

const METHODS = ['client_secret_basic', 'client_secret_post'];

test.each(METHODS)(
  'Authlib: gets a token with %s, calls the API, asks about the token and revokes it',
  async (method) => {
    const outcome = await authlib(method, client.consumerSecret);

    expect(outcome).toEqual({
      granted: { token_type: 'Bearer', expires_in: 600, expires_at: expect.any(Number), scope: 'tickets:read' },
      called: 200,
      before: expect.objectContaining({ active: true, client_id: client.consumerKey, scope: 'tickets:read' }),
      revoked: 200,
      after: { active: false },
    });
  },
);

test.each(METHODS)('Authlib: learns with %s that the secret is wrong', async (method) => {
  const outcome = await authlib(method, 'wrong');

  expect(outcome).toEqual({ type: 'OAuthError', error: 'invalid_client' });
});
