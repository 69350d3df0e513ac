import { describe, expect, test } from '@jest/globals';
import { StoreUnavailableError } from '#core/registry/store-faults.ts';
import { PRINCIPAL } from '#test/support/registry-caller.ts';
import { CREATED_AT } from '#test/support/registry-fixtures.ts';
import { seededRegistry } from '#test/support/registry-samples.ts';

const ANY_STATE = { 'If-Match': '*' };

describe('changes of one state at once', () => {
  const FIFTY = Array.from({ length: 50 }, (_, index) => index);

  test.each([
    ['PATCH', '/products/orders', (index: number) => ({ displayName: `Name ${index}` })],
    ['PATCH', '/clients/acme', (index: number) => ({ displayName: `Name ${index}` })],
    ['PATCH', '/subscriptions/{active}', (index: number) => ({ attributes: { index: String(index) } })],
    ['DELETE', '/products/spare', () => undefined],
    ['POST', '/subscriptions/{active}/pause', () => ({})],
    ['POST', '/subscriptions/{active}/secrets', () => ({ overlap: 'now' })],
  ])('%s %s: of fifty, one wins and the others are told', async (method, path, bodyOf) => {
    const { call, pathOf, auditTrail } = await seededRegistry();
    const url = pathOf(path);
    const { etag } = (await call('GET', url.split('/').slice(0, 3).join('/'))).headers;
    const before = auditTrail.all().length;

    const answers = await Promise.all(
      FIFTY.map((index) => call(method, url, bodyOf(index), { 'If-Match': String(etag) })),
    );

    const [winner, ...others] = answers.toSorted((one, other) => one.status - other.status);
    expect(winner!.status).toBeLessThan(300);
    // Whoever comes after a deletion finds nothing to delete.
    for (const { status } of others) expect([412, ...(method === 'DELETE' ? [404] : [])]).toContain(status);
    expect(auditTrail.all()).toHaveLength(before + 1);
  });

  test('without a tag leave one transition and fifty successes', async () => {
    const { call, pathOf, stores } = await seededRegistry();

    const answers = await Promise.all(FIFTY.map(() => call('POST', pathOf('/subscriptions/{active}/pause'))));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await stores.subscriptions.get(pathOf('{active}'))).toMatchObject({ status: 'paused', revision: 2 });
  });

  test('never leave more than two live secrets', async () => {
    const { call, pathOf, stores } = await seededRegistry();

    const answers = await Promise.all(
      FIFTY.map(() => call('POST', pathOf('/subscriptions/{active}/secrets'), { overlap: '1h' })),
    );

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(49);
    expect((await stores.subscriptions.get(pathOf('{active}')))?.secrets).toHaveLength(2);
  });
});

describe('a consumer secret', () => {
  test('stands in the one answer that makes it and nowhere else, its hash in none', async () => {
    const { call, pathOf, stored, auditTrail, lines, active } = await seededRegistry();
    const url = pathOf('/subscriptions/{active}');
    const rotated = await call('POST', `${url}/secrets`, { overlap: '1h' }, { 'Idempotency-Key': 'k' });
    const texts = [
      JSON.stringify([stored(), auditTrail.all(), lines]),
      ...(await Promise.all(
        [
          call('POST', `${url}/secrets`, { overlap: '1h' }, { 'Idempotency-Key': 'k' }),
          call('GET', url),
          call('GET', '/subscriptions'),
          call('GET', `/audit?entity=subscription/${pathOf('{active}')}`),
          call('GET', '/openapi.json'),
          call('PATCH', url, { attributes: { a: 'b' } }, ANY_STATE),
          call('POST', `${url}/pause`),
          call('POST', `${url}/secrets/${rotated.body.secret.secretId}/retire`, {}),
        ].map(async (answer) => JSON.stringify(await answer)),
      )),
    ];

    for (const secret of [active.consumerSecret, rotated.body.consumerSecret]) {
      expect(secret).toMatch(/^tgs_/);
      for (const text of texts) expect(text).not.toContain(secret.slice(4, -7));
    }
    const hashes = stored()
      .flat()
      .flatMap((item) => ('secrets' in item ? item.secrets.map(({ hash }) => hash) : []));
    for (const hash of hashes) for (const text of texts.slice(1)) expect(text).not.toContain(hash);
    expect(rotated.body).toMatchObject({
      secret: { hint: rotated.body.consumerSecret.slice(-4) },
      subscription: { secrets: [{ expiresSoon: true }, { expiresSoon: false }] },
    });
  });

  test('shows when it was last used, unless that cannot be read', async () => {
    const healthy = await seededRegistry();
    await healthy.secretUses.record(healthy.pathOf('{active}'), healthy.pathOf('{secretId}'), CREATED_AT);
    const lastUsed = () => Promise.reject(new StoreUnavailableError('Query on SecretUses', { cause: new Error('x') }));
    const ailing = await seededRegistry({ secretUses: { lastUsed, record: async () => {} } });

    const shown = await healthy.call('GET', healthy.pathOf('/subscriptions/{active}'));
    const hidden = await ailing.call('POST', ailing.pathOf('/subscriptions/{active}/pause'));

    expect(shown.body.secrets[0].lastUsedAt).toBe('2026-01-02T03:04:05.678Z');
    expect(hidden).toMatchObject({ status: 200, body: { status: 'paused' } });
    expect(ailing.lines).toContainEqual(expect.objectContaining({ level: 'ERROR', event: 'uses of secrets not read' }));
  });
});

describe('the end of something', () => {
  test.each([
    [undefined, false],
    ['2026-01-02T03:04:05.679Z', true],
    ['2026-01-16T03:04:05.678Z', true],
    ['2026-01-16T03:04:05.679Z', false],
  ])('at %s is soon: %s', async (expiresAt, soon) => {
    const { call } = await seededRegistry();

    const { body } = await call('POST', '/subscriptions', {
      clientId: 'acme',
      productId: 'orders',
      ...(expiresAt !== undefined && { expiresAt }),
    });

    expect(body.expiresSoon).toBe(soon);
  });

  test('of tokens is told as a time', async () => {
    const { call, pathOf } = await seededRegistry();

    const { body } = await call('POST', pathOf('/subscriptions/{active}/secrets/{secretId}/retire'), {
      endTokens: true,
    });

    expect(body).toMatchObject({
      tokensNotBefore: '2026-01-02T03:04:15.000Z',
      secrets: [{ expiresAt: '2026-01-02T03:04:05.678Z', expiresSoon: false }],
    });
  });
});

describe('the audit trail', () => {
  test('tells of every change who made it, newest first, page by page', async () => {
    const { call, pathOf } = await seededRegistry();
    const entity = pathOf('subscription/{active}');
    for (const verb of ['pause', 'resume', 'revoke']) await call('POST', pathOf(`/subscriptions/{active}/${verb}`));

    const all = (await call('GET', `/audit?entity=${entity}`)).body.items;
    const first = (await call('GET', `/audit?entity=${entity}&limit=3`)).body;
    const second = (await call('GET', `/audit?entity=${entity}&limit=3&cursor=${first.nextCursor}`)).body;

    expect(all.map(({ action, revision }: { action: string; revision: number }) => [action, revision])).toEqual([
      ['subscription.revoke', 4],
      ['subscription.resume', 3],
      ['subscription.pause', 2],
      ['subscription.create', 1],
    ]);
    expect(all[0]).toEqual({
      entity,
      incarnation: expect.stringMatching(/^[0-9a-f]{32}$/),
      revision: 4,
      action: 'subscription.revoke',
      principal: PRINCIPAL,
      requestId: 'request-1',
      at: '2026-01-02T03:04:05.678Z',
      before: all[1].after,
      after: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect([...first.items, ...second.items]).toEqual(all);
  });

  test('lists a day, and today when none is named', async () => {
    const { call } = await seededRegistry();

    const today = await call('GET', '/audit');
    const named = await call('GET', '/audit?day=2026-01-02');
    const other = await call('GET', '/audit?day=2026-01-03');

    expect(today.body.items).toHaveLength(9);
    expect(named.body).toEqual(today.body);
    expect(other.body).toEqual({ items: [] });
  });

  test.each([
    ['/audit?day=2026-02-30', 'day'],
    ['/audit?day=20260102', 'day'],
    ['/audit?entity=orders', 'entity'],
    ['/audit?entity=product/ORDERS', 'entity'],
    ['/audit?entity=secret/x', 'entity'],
    ['/audit?entity=product/orders&day=2026-01-02', 'day'],
  ])('refuses %s, naming %s', async (path, field) => {
    const { call } = await seededRegistry();

    const { status, body } = await call('GET', path);

    expect([status, body.errors]).toEqual([400, [{ field, message: expect.any(String) }]]);
  });

  test('tells of what is gone', async () => {
    const { call } = await seededRegistry();
    await call('DELETE', '/clients/spare', undefined, ANY_STATE);

    const { body } = await call('GET', '/audit?entity=client/spare');

    expect(body.items.map(({ action }: { action: string }) => action)).toEqual(['client.delete', 'client.create']);
  });
});

describe('the catalogue', () => {
  test('tells what is deployed, where, and which policy stands before each route', async () => {
    const { call } = await seededRegistry();

    const { items } = (await call('GET', '/projects')).body;

    expect(items).toEqual([
      {
        projectId: 'access-token',
        kind: 'token-endpoint',
        displayName: 'AccessToken',
        path: '/AccessToken',
        url: 'https://gateway.example/development/AccessToken',
        serverGroups: ['development'],
        scopes: [],
        accessTokenExpiryTime: 600_000,
        policies: [
          {
            name: 'oauthTokenEndpoint',
            type: 'OAuthTokenEndpoint',
            attributes: {},
            attachedTo: ['DefaultResource'],
          },
        ],
        routes: [{ resource: 'DefaultResource', path: '/AccessToken', methods: ['ANY'], policy: 'oauthTokenEndpoint' }],
      },
      expect.objectContaining({
        projectId: 'orders',
        kind: 'rest',
        url: 'https://gateway.example/development/orders',
        scopes: ['orders:read'],
        policies: [expect.objectContaining({ name: 'oauthVerifyAccessToken', locations: ['header'] })],
        routes: ['/orders', '/orders/{proxy+}'].map((path) => ({
          resource: 'DefaultResource',
          path,
          methods: ['ANY'],
          policy: 'oauthVerifyAccessToken',
        })),
      }),
      expect.objectContaining({ projectId: 'legacy' }),
    ]);
    expect((await call('GET', '/projects/legacy')).body).toEqual(items[2]);
  });
});

describe('a change that cannot be written', () => {
  test('is never answered as done', async () => {
    const fault = new StoreUnavailableError('PutItem on Subscriptions', { cause: new Error('throttled') });
    const seeded = await seededRegistry();
    const subscriptions = { ...seeded.stores.subscriptions, replace: () => Promise.reject(fault) };
    const { call, lines } = await seededRegistry({ ...seeded.stores, subscriptions });
    const url = seeded.pathOf('/subscriptions/{active}');

    for (const [method, path, body] of [
      ['POST', `${url}/revoke`, undefined],
      ['POST', `${url}/secrets`, { overlap: 'now' }],
      ['PATCH', url, { attributes: { a: 'b' } }],
      ['DELETE', `${url}?confirm=${seeded.pathOf('{active}')}`, undefined],
    ] as const) {
      const answer = await call(method, path, body, ANY_STATE);
      expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
      expect(JSON.stringify(answer.body)).not.toContain('consumerSecret');
    }
    expect(lines.filter(({ level }) => level === 'ERROR').length).toBeGreaterThanOrEqual(4);
    expect(await seeded.stores.subscriptions.get(seeded.pathOf('{active}'))).toMatchObject({ status: 'active' });
  });
});
