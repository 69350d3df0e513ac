/** Python's requests-oauthlib, unchanged. */
import { beforeAll, expect, test } from '@jest/globals';
import { type Credentials, localStage, subscribe } from '../support/stage-under-test.ts';
import { pythonProgram } from './python-with-clients.ts';
import { type Program, runProgram } from './run-program.ts';

let program: Program;
let client: Credentials;
beforeAll(async () => {
  program = pythonProgram('requests_oauthlib_client.py');
  client = await subscribe(['tickets-2.0'], ['tickets:read', 'tickets:write']);
});

function requestsOauthlib(method: string, clientSecret: string) {
  const { tokenUrl, gatewayUrl } = localStage();
  return runProgram(program, {
    ...{ method, clientId: client.consumerKey, clientSecret, scope: ['tickets:read', 'tickets:write'] },
    ...{ tokenUrl, apiUrl: `${gatewayUrl}/tickets/2.0/x` },
  });
}

const METHODS = ['client_secret_basic', 'client_secret_post'];

test.each(METHODS)('requests-oauthlib: gets a token with %s and calls the API', async (method) => {
  const outcome = await requestsOauthlib(method, client.consumerSecret);

  expect(outcome).toEqual({
    granted: {
      token_type: 'Bearer',
      expires_in: 600,
      expires_at: expect.any(Number),
      scope: ['tickets:read', 'tickets:write'],
    },
    called: 200,
  });
});

test.each(METHODS)('requests-oauthlib: raises its InvalidClientError for a wrong secret with %s', async (method) => {
  const outcome = await requestsOauthlib(method, 'wrong');

  expect(outcome).toEqual({ type: 'InvalidClientError', error: 'invalid_client' });
});
