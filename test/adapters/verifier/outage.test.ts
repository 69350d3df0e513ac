import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createAccessAuthorizer } from '#adapters/apigateway/access-authorizer.ts';
import { createVerifyAndForward } from '#adapters/apigateway/verify-and-forward.ts';
import { publicKeySet, readSignedToken } from '#adapters/jwt/read-signed-token.ts';
import { leasedSources } from '#adapters/verifier/leased-sources.ts';
import { issueToken } from '#core/oauth/issue-token.ts';
import { StoreUnavailableError } from '#core/registry/store-faults.ts';
import { success } from '#core/result.ts';
import { anAuthorizerEvent, aProxyEvent } from '#test/support/api-gateway-events.ts';
import { aClient, aProduct } from '#test/support/registry-fixtures.ts';
import { aTokenWorld, CONSUMER_KEY, ISSUER, NOW, newKeyPair, SECRET } from '#test/support/token-world.ts';

const MINUTE = 60_000;
const LEASE = 30_000;
const GRACE = 15 * MINUTE;
const GIVING = 'registry unreachable; serving what was last known';
const UNKNOWN = 'registry unreachable; nothing known to judge by';

type Table = 'keys' | 'subscriptions' | 'clients' | 'products' | 'revocations';
const TABLES: readonly Table[] = ['keys', 'subscriptions', 'clients', 'products', 'revocations'];
const KINDS = ['authorizer', 'verify and forward'] as const;

/** Both kinds of verifier over one registry, any table of which may be out; each new one is cold. */
async function aGateway() {
  const world = aTokenWorld();
  const state = { out: new Set<Table>(), keyIsRevoked: false, lines: [] as string[] };
  const credentials = { method: 'client_secret_basic', clientId: CONSUMER_KEY, clientSecret: SECRET } as const;
  const issued = await issueToken(
    { grantType: 'client_credentials', scope: undefined, resources: [], credentials },
    { ...world.endpoint, accessTokenLifetime: 86_400 },
    world.issuing,
  );
  const token = issued.ok ? issued.value.accessToken : '';

  const unless = (table: Table) => {
    if (state.out.has(table)) throw new StoreUnavailableError(`GetItem on ${table}`, { cause: undefined });
  };
  const readerOf = <Item>(table: Table, reader: { get(id: string): Promise<Item> }) => ({
    get: async (id: string) => {
      unless(table);
      return reader.get(id);
    },
  });
  const { subscriptions, clients, products } = world.registry;
  const sources = {
    keys: async () => {
      unless('keys');
      return publicKeySet([state.keyIsRevoked ? newKeyPair().publicJwk : world.keyPair.publicJwk]);
    },
    subscriptions: readerOf('subscriptions', subscriptions),
    clients: readerOf('clients', clients),
    products: readerOf('products', products),
    revocations: {
      isRevoked: async (id: string) => {
        unless('revocations');
        return world.revocations.isRevoked(id);
      },
    },
  };
  const log = (_: string, event: string) => void state.lines.push(event);
  const now = () => world.clock.now;

  function aVerifier(kind: (typeof KINDS)[number], grace = GRACE) {
    const { keys, ...registry } = leasedSources(sources, { lease: LEASE, grace, now, log });
    const dependencies = {
      ...world.authorizing,
      ...registry,
      readSignedToken: (text: string) => readSignedToken(text, { issuer: ISSUER }, keys),
      log,
    };
    const call = { path: '/orders/7', resource: '/orders/{proxy+}', headers: { Authorization: `Bearer ${token}` } };
    if (kind === 'authorizer') {
      const authorize = createAccessAuthorizer(dependencies);
      return async (): Promise<number> => {
        try {
          const [statement] = (await authorize(anAuthorizerEvent(call))).policyDocument.Statement;
          return statement?.Effect === 'Allow' ? 200 : 403;
        } catch (error) {
          // API Gateway answers `Unauthorized` with 401 and everything else that is thrown with 503.
          return error instanceof Error && error.message === 'Unauthorized' ? 401 : 503;
        }
      };
    }
    const callBackend = async () => success({ status: 200, headers: [], body: Buffer.from('') });
    const verifyAndForward = createVerifyAndForward({ ...dependencies, callBackend });
    const stageVariables = { target_orders: 'https://orders.example.com' };
    return async () => (await verifyAndForward(aProxyEvent({ ...call, stageVariables }))).statusCode;
  }

  const revokeToken = () =>
    world.revocations.revoke({ tokenId: 'token-0', consumerKey: CONSUMER_KEY, revokedAt: NOW, expiresAt: NOW });
  const setOut = (...tables: readonly Table[]) => {
    state.out = new Set(tables);
  };
  return { world, state, setOut, aVerifier, revokeToken };
}

describe.each(KINDS)('the registry is unreachable for 20 minutes: %s', (kind) => {
  test.each<readonly [string, readonly Table[]]>([
    ['all of it', TABLES],
    ...TABLES.map((table) => [`${table} alone`, [table]] as const),
  ])('a warm one goes on to the end of the grace, called often or not, and is back afterwards (%s)', async (_, out) => {
    const { world, state, setOut, aVerifier } = await aGateway();
    const busy = aVerifier(kind);
    const idle = aVerifier(kind);
    expect([await busy(), await idle()]).toEqual([200, 200]);
    setOut(...out);

    const answers: number[] = [];
    for (; world.clock.now < NOW + 20 * MINUTE; world.clock.now += 10_000) answers.push(await busy());
    const open = (LEASE + GRACE) / 10_000;
    expect(answers).toEqual(answers.map((_answer, index) => (index < open ? 200 : 503)));
    expect(state.lines.filter((event) => event === GIVING)).toHaveLength(out.length);
    world.clock.now = NOW + LEASE + GRACE - 1;
    expect(await idle()).toBe(200);
    world.clock.now += 1;
    expect(await idle()).toBe(503);

    setOut();
    world.clock.now = NOW + 20 * MINUTE + 1_000;
    expect([await busy(), await idle()]).toEqual([200, 200]);
  });

  test.each(TABLES)('a cold one answers 503 while %s cannot be read, neither yes nor no', async (table) => {
    const { state, setOut, aVerifier } = await aGateway();
    setOut(table);
    const call = aVerifier(kind);

    expect([await call(), await call()]).toEqual([503, 503]);
    expect(state.lines).toEqual([UNKNOWN, UNKNOWN]);
    setOut();
    expect(await call()).toBe(200);
  });

  test('without grace a warm one answers 503 from the end of the lease on', async () => {
    const { world, setOut, aVerifier } = await aGateway();
    const call = aVerifier(kind, 0);
    await call();
    setOut(...TABLES);

    world.clock.now = NOW + LEASE - 1;
    expect(await call()).toBe(200);
    world.clock.now += 1;
    expect(await call()).toBe(503);
  });

  test('a revocation that could not be read takes effect when the registry can be read again', async () => {
    const { world, setOut, aVerifier, revokeToken } = await aGateway();
    const call = aVerifier(kind);
    await call();
    setOut(...TABLES);
    world.clock.now = NOW + MINUTE;
    await revokeToken();
    expect(await call()).toBe(200);

    setOut();
    world.clock.now += 1_000;
    expect(await call()).toBe(401);
  });

  test('a token of a key that is known to be revoked is never let through', async () => {
    const { world, state, setOut, aVerifier } = await aGateway();
    const call = aVerifier(kind);
    await call();
    state.keyIsRevoked = true;
    world.clock.now = NOW + LEASE;
    expect(await call()).toBe(401);
    setOut(...TABLES);

    for (; world.clock.now < NOW + 20 * MINUTE; world.clock.now += 30_000) expect([401, 503]).toContain(await call());
  });

  test('whatever is learnt to be at an end does not open again, whatever fails and for how long', async () => {
    const end = fc.constantFrom('token', 'client', 'product', 'subscription', 'key');
    const step = fc.record({ pass: fc.nat(2 * MINUTE), out: fc.subarray([...TABLES]) });
    await fc.assert(
      fc.asyncProperty(end, fc.array(step, { maxLength: 30 }), async (what, steps) => {
        const { world, state, setOut, aVerifier, revokeToken } = await aGateway();
        const call = aVerifier(kind);
        expect(await call()).toBe(200);
        if (what === 'token') await revokeToken();
        if (what === 'client') world.registry.clients.put(aClient({ status: 'disabled', revision: 2 }));
        if (what === 'product') world.registry.products.put(aProduct({ projects: [], revision: 2 }));
        if (what === 'subscription') world.registry.subscriptions.delete(CONSUMER_KEY);
        if (what === 'key') state.keyIsRevoked = true;

        let isLearnt = false;
        for (const { pass, out } of steps) {
          world.clock.now += pass;
          setOut(...out);
          const status = await call();
          if (isLearnt || world.clock.now >= NOW + LEASE + GRACE) expect(status).not.toBe(200);
          if (out.length === 0 && world.clock.now >= NOW + LEASE + 1_000 && pass >= 1_000)
            expect([401, 403]).toContain(status);
          isLearnt ||= status === 401 || status === 403;
        }
      }),
      { numRuns: 40 },
    );
  });
});
