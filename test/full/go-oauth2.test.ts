/** Go's golang.org/x/oauth2, unchanged. */
import { beforeAll, expect, test } from '@jest/globals';
import { type Credentials, localStage, subscribe } from '../support/stage-under-test.ts';
import { goProgram } from './go-program.ts';
import { type Program, runProgram } from './run-program.ts';

let program: Program;
let client: Credentials;
beforeAll(async () => {
  program = goProgram('oauth2_client.go');
  client = await subscribe(['tickets-2.0'], ['tickets:read', 'tickets:write']);
}, 180_000);

function goOauth2(method: string, clientSecret: string) {
  const { tokenUrl, gatewayUrl } = localStage();
  return runProgram(program, {
    ...{ method, clientId: client.consumerKey, clientSecret, scopes: ['tickets:read', 'tickets:write'] },
    ...{ tokenUrl, apiUrl: `${gatewayUrl}/tickets/2.0/x` },
  });
}

const STYLES = ['AuthStyleAutoDetect', 'AuthStyleInHeader', 'AuthStyleInParams'];

test.each(STYLES)('golang.org/x/oauth2: gets a token with %s, and its HTTP client calls the API', async (style) => {
  const outcome = await goOauth2(style, client.consumerSecret);

  expect(outcome).toEqual({ type: 'Bearer', valid: true, scope: 'tickets:read tickets:write', called: 200 });
});

test.each(STYLES)('golang.org/x/oauth2: returns its RetrieveError for a wrong secret with %s', async (style) => {
  const { errorCode = 'invalid_client', ...outcome } = await goOauth2(style, 'wrong');

  expect(outcome).toEqual({ status: 401, body: expect.any(String) });
  expect(JSON.parse(outcome.body).error).toBe('invalid_client');
  // Versions before 0.7 have no such field.
  expect(errorCode).toBe('invalid_client');
});
