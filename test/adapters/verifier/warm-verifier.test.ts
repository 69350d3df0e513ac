import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createAccessAuthorizer } from '#adapters/apigateway/access-authorizer.ts';
import { publicKeySet, readSignedToken } from '#adapters/jwt/read-signed-token.ts';
import { secretHasher } from '#adapters/runtime/secret-hasher.ts';
import { leasedSources } from '#adapters/verifier/leased-sources.ts';
import { issueToken } from '#core/oauth/issue-token.ts';
import { formatConsumerKey } from '#core/registry/consumer-credentials.ts';
import { anAuthorizerEvent } from '#test/support/api-gateway-events.ts';
import { aClient, aProduct, aSubscription } from '#test/support/registry-fixtures.ts';
import { aTokenWorld, CONSUMER_KEY, ISSUER, NOW, SECRET } from '#test/support/token-world.ts';

const OTHER_KEY = formatConsumerKey(new Uint8Array(16).fill(9));

/** Tokens of two clients that are as alike as can be: of one scope or another, revoked or not, and with a slip at the end. */
async function someTokens() {
  const world = aTokenWorld();
  world.registry.products.put(aProduct({ productId: 'legacy', projects: [{ projectId: 'legacy' }] }));
  world.registry.clients.put(aClient({ clientId: 'other' }));
  world.registry.subscriptions.put(
    aSubscription({
      consumerKey: OTHER_KEY,
      clientId: 'other',
      productId: 'legacy',
      secrets: [{ secretId: 's1', hash: secretHasher.hash(SECRET), hint: '', createdAt: NOW }],
    }),
  );
  const tokens: string[] = [];
  for (const clientId of [CONSUMER_KEY, OTHER_KEY]) {
    for (const scope of ['orders:read', 'orders:write', undefined, undefined]) {
      const credentials = { method: 'client_secret_basic', clientId, clientSecret: SECRET } as const;
      const issued = await issueToken(
        { grantType: 'client_credentials', scope, resources: [], credentials },
        world.endpoint,
        world.issuing,
      );
      if (!issued.ok) throw new Error(issued.failure.reason);
      tokens.push(issued.value.accessToken);
    }
  }
  for (const [index, consumerKey] of [CONSUMER_KEY, OTHER_KEY].entries()) {
    await world.revocations.revoke({ tokenId: `token-${3 + 4 * index}`, consumerKey, revokedAt: NOW, expiresAt: NOW });
  }
  const slips = tokens.map((token) => `${token.slice(0, -1)}${token.endsWith('A') ? 'Q' : 'A'}`);
  return { world, tokens: [...tokens, ...slips] };
}

function aVerifier({ registry, revocations, authorizing, keyPair, clock }: ReturnType<typeof aTokenWorld>) {
  const { keys, ...leased } = leasedSources(
    { ...registry, revocations, keys: async () => publicKeySet([keyPair.publicJwk]) },
    { lease: 60_000, grace: 60_000, now: () => clock.now, log: () => {} },
  );
  const authorize = createAccessAuthorizer({
    ...authorizing,
    ...leased,
    readSignedToken: (text) => readSignedToken(text, { issuer: ISSUER }, keys),
    log: () => {},
  });
  return (token: string, method: string, project: string) =>
    authorize(
      anAuthorizerEvent({
        method,
        path: `/${project}/7`,
        resource: `/${project}/{proxy+}`,
        headers: { Authorization: `Bearer ${token}` },
      }),
    ).catch((error: unknown) => String(error));
}

test('a warm verifier says of every token what a cold one says, whatever it was asked before', async () => {
  const { world, tokens } = await someTokens();
  const call = fc.tuple(
    fc.constantFrom(...tokens),
    fc.constantFrom('GET', 'POST'),
    fc.constantFrom('orders', 'legacy'),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 2, maxLength: 12 }), async (calls) => {
      const warm = aVerifier(world);
      for (const one of calls) expect(await warm(...one)).toEqual(await aVerifier(world)(...one));
    }),
  );
});

test('a warm verifier lets through the good ones of very similar tokens, and no other', async () => {
  const { world, tokens } = await someTokens();
  const warm = aVerifier(world);

  const open: number[] = [];
  for (const [index, token] of tokens.entries()) {
    const answer = await warm(token, 'GET', 'orders');
    if (typeof answer === 'object' && answer.policyDocument.Statement[0]?.Effect === 'Allow') open.push(index);
  }

  // The first client's tokens with the scope to read, of which the last was revoked.
  expect(open).toEqual([0, 2]);
});
