import { expect, test } from '@jest/globals';
import { type Credentials, callGateway, functionLog, subscribe, tokenOf } from '../support/stage-under-test.ts';

/** How often the verifier has let this client through; other tests ask it at the same time. */
const verdictsOn = ({ consumerKey }: Credentials) =>
  functionLog('Verif')
    .split('\n')
    .filter((line) => line.includes('"access allowed"') && line.includes(consumerKey)).length;

test('an identical second call within the cache seconds does not invoke the verifier', async () => {
  const client = await subscribe(['tickets-2.0']);
  const token = await tokenOf(client);

  for (let call = 0; call < 5; call += 1) expect((await callGateway('/tickets/2.0/cached', token)).status).toBe(200);

  expect(verdictsOn(client)).toBe(1);
});

test('a token in the query string is judged each time', async () => {
  const client = await subscribe(['archive'], ['archive:read']);
  const token = await tokenOf(client);

  for (let call = 0; call < 3; call += 1)
    expect((await callGateway(`/archive/x?access_token=${token}`)).status).toBe(200);

  expect(verdictsOn(client)).toBe(3);
});

test('a cached verdict never answers for another method, path, project or token', async () => {
  const token = await tokenOf(await subscribe(['tickets-2.0', 'warehouse'], ['stock:read']));
  const other = await tokenOf(await subscribe(['archive'], ['archive:read']));
  const calls = [
    ['GET', '/tickets/2.0/a', token, 200],
    ['POST', '/tickets/2.0/a', token, 200],
    ['GET', '/tickets/2.0/b', token, 200],
    ['GET', '/vault/a', token, 403],
    ['GET', '/tickets/2.0/a', other, 403],
    ['PUT', '/warehouse/items/7', token, 403],
    ['GET', '/archive/a', other, 200],
    ['GET', '/archive/a', token, 403],
  ] as const;

  // Twice: the second time every answer of a cached authorizer comes from the cache, and must be that of a cold one.
  for (let round = 0; round < 2; round += 1) {
    for (const [method, path, bearer, status] of calls) {
      expect([method, path, (await callGateway(path, bearer, { method })).status]).toEqual([method, path, status]);
    }
  }
});
