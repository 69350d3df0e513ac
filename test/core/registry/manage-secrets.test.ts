import { describe, expect, test } from '@jest/globals';
import { retireSecret, rotateSecret } from '#core/registry/manage-secrets.ts';
import { CREATED_AT } from '#test/support/registry-fixtures.ts';
import { aRegistryWorld, CALLER, KEY, SECRET_ID } from '#test/support/registry-world.ts';

const HOUR = 3_600_000;
const first = { secretId: SECRET_ID, hash: 'd'.repeat(64), hint: 'wxyz', createdAt: CREATED_AT };

describe('a rotation', () => {
  test('gives out a secret of which the hash is stored, beside the old one for as long as it says', async () => {
    const { ports, stored, clock } = aRegistryWorld();

    const result = await rotateSecret(ports, CALLER, KEY, { overlap: HOUR });

    if (!result.ok || result.value.consumerSecret === undefined) throw new Error('There is no secret.');
    const { consumerSecret, secret } = result.value;
    expect(stored().secrets).toEqual([{ ...first, expiresAt: clock.now + HOUR }, secret]);
    expect(secret).toEqual({
      secretId: expect.stringMatching(/^[0-9a-f]{16}$/),
      hash: ports.secretHasher.hash(consumerSecret),
      hint: consumerSecret.slice(-4),
      createdAt: clock.now,
    });
    expect(stored().lastChange).toMatchObject({ action: 'secret.rotate', subject: secret.secretId });
  });

  test.each([
    ['now', 0, undefined, 0],
    ['an hour', HOUR, undefined, HOUR],
    ['an hour, of a secret that ends before', HOUR, 60_000, 60_000],
    ['an hour, of a secret that ends after', HOUR, 5 * HOUR, HOUR],
    ['now, of a secret that has ended already', 0, -60_000, -60_000],
  ])('with the overlap %s ends the older secret no later, and never prolongs it', async (_, overlap, end, expected) => {
    const now = CREATED_AT + HOUR;
    const expiresAt = end === undefined ? {} : { expiresAt: now + end };
    const { ports, stored } = aRegistryWorld({ secrets: [{ ...first, ...expiresAt }] });

    await rotateSecret(ports, CALLER, KEY, { overlap });

    expect(stored().secrets[0]).toEqual({ ...first, expiresAt: now + expected });
  });

  test('never makes a third live secret, and names the two that are', async () => {
    const { ports, stored, clock } = aRegistryWorld();
    await rotateSecret(ports, CALLER, KEY, { overlap: HOUR });
    const before = stored();

    const third = await rotateSecret(ports, CALLER, KEY, { overlap: HOUR });

    const ids = before.secrets.map(({ secretId }) => secretId);
    expect(third).toMatchObject({
      failure: { reason: 'conflict', detail: expect.stringContaining(ids.join(' and ')) },
    });
    expect(stored()).toEqual(before);

    const now = await rotateSecret(ports, CALLER, KEY, { overlap: 0 });

    expect(now.ok).toBe(true);
    expect(liveSecrets(stored().secrets, clock.now)).toHaveLength(1);

    clock.now += 1;
    const afterwards = await rotateSecret(ports, CALLER, KEY, { overlap: HOUR });

    expect(afterwards.ok).toBe(true);
    expect(liveSecrets(stored().secrets, clock.now)).toHaveLength(2);
  });

  test('is possible again when the overlap is over', async () => {
    const { ports, clock } = aRegistryWorld();
    await rotateSecret(ports, CALLER, KEY, { overlap: HOUR });

    clock.now += HOUR - 1;
    const before = await rotateSecret(ports, CALLER, KEY, { overlap: HOUR });
    clock.now += 1;
    const after = await rotateSecret(ports, CALLER, KEY, { overlap: HOUR });

    expect([before.ok, after.ok]).toEqual([false, true]);
  });

  test('gives the new secret its end, which lies ahead', async () => {
    const { ports, clock } = aRegistryWorld();

    const past = await rotateSecret(ports, CALLER, KEY, { overlap: HOUR, expiresAt: clock.now });
    const ahead = await rotateSecret(ports, CALLER, KEY, { overlap: HOUR, expiresAt: clock.now + 1 });

    expect(past).toMatchObject({ failure: { reason: 'invalid', errors: [{ field: 'expiresAt' }] } });
    expect(ahead).toMatchObject({ ok: true, value: { secret: { expiresAt: clock.now + 1 } } });
  });

  test.each([
    ['pending', true],
    ['active', true],
    ['paused', true],
    ['revoked', false],
  ] as const)('of a subscription that is %s is possible: %s', async (status, possible) => {
    const { ports } = aRegistryWorld({ status });

    expect((await rotateSecret(ports, CALLER, KEY, { overlap: 0 })).ok).toBe(possible);
  });

  test('with an idempotency key is done once, for this caller, this subscription and this request', async () => {
    const { ports, stored, clock } = aRegistryWorld();
    const key = { idempotencyKey: 'k' };
    const made = await rotateSecret(ports, CALLER, KEY, { overlap: HOUR }, key);
    const before = stored();

    clock.now += 60_000;
    const replay = await rotateSecret(ports, CALLER, KEY, { overlap: HOUR }, key);
    const other = await rotateSecret(ports, CALLER, KEY, { overlap: 2 * HOUR }, key);
    const otherCaller = await rotateSecret(ports, { ...CALLER, principal: 'x' }, KEY, { overlap: HOUR }, key);

    if (!made.ok) throw new Error('There is no secret.');
    expect(replay).toEqual({ ok: true, value: { subscription: before, secret: made.value.secret } });
    expect(other).toEqual({ ok: false, failure: { reason: 'idempotency_key_reused' } });
    expect(otherCaller).toMatchObject({ failure: { reason: 'conflict' } });
    expect(stored()).toEqual(before);
  });

  test('keeps ended secrets for a day, so that what made them is known, and eight of them at most', async () => {
    const { ports, stored, clock } = aRegistryWorld();
    for (let index = 0; index < 12; index += 1) await rotateSecret(ports, CALLER, KEY, { overlap: 0 });

    expect(stored().secrets).toHaveLength(9);

    clock.now += 24 * HOUR;
    await rotateSecret(ports, CALLER, KEY, { overlap: 0 });

    expect(stored().secrets).toHaveLength(2);
  });
});

describe('a secret that is retired', () => {
  test('ends now, and the other goes on', async () => {
    const { ports, stored, clock } = aRegistryWorld();
    const rotated = await rotateSecret(ports, CALLER, KEY, { overlap: HOUR });

    const result = await retireSecret(ports, CALLER, { consumerKey: KEY, secretId: SECRET_ID }, {});

    expect(result.ok).toBe(true);
    expect(stored().secrets[0]!.expiresAt).toBe(clock.now);
    expect(stored().secrets[1]).toEqual(rotated.ok && rotated.value.secret);
    expect(stored()).not.toHaveProperty('tokensNotBefore');
    expect(stored().lastChange).toMatchObject({ action: 'secret.retire', subject: SECRET_ID });
  });

  test('a second time is left as it is', async () => {
    const { ports, stored, clock } = aRegistryWorld();
    await retireSecret(ports, CALLER, { consumerKey: KEY, secretId: SECRET_ID }, {});
    const before = stored();

    clock.now += 1;
    const again = await retireSecret(ports, CALLER, { consumerKey: KEY, secretId: SECRET_ID }, {});

    expect(again).toEqual({ ok: true, value: before });
    expect(stored()).toEqual(before);
  });

  test.each([
    [1_800_000_000_000, 1_800_000_010],
    [1_800_000_000_001, 1_800_000_010],
    [1_800_000_000_999, 1_800_000_010],
  ])('at %d with its tokens ends those issued while it is written too, until %d', async (now, tokensNotBefore) => {
    const { ports, stored, clock } = aRegistryWorld();
    clock.now = now;

    await retireSecret(ports, CALLER, { consumerKey: KEY, secretId: SECRET_ID }, { endTokens: true });

    expect(stored()).toMatchObject({ tokensNotBefore, secrets: [{ expiresAt: now }] });
  });

  test('never brings tokens back that had been ended', async () => {
    const { ports, stored } = aRegistryWorld({ tokensNotBefore: 1_900_000_000 });

    await retireSecret(ports, CALLER, { consumerKey: KEY, secretId: SECRET_ID }, { endTokens: true });

    // Tokens that were got since then have that very date.
    expect(stored().tokensNotBefore).toBe(1_900_000_001);
  });

  test('is one of the subscription’s', async () => {
    const { ports } = aRegistryWorld();

    const result = await retireSecret(ports, CALLER, { consumerKey: KEY, secretId: 'other' }, {});

    expect(result).toEqual({ ok: false, failure: { reason: 'not_found' } });
  });
});

function liveSecrets(secrets: readonly { readonly expiresAt?: number }[], now: number) {
  return secrets.filter(({ expiresAt = Number.POSITIVE_INFINITY }) => now < expiresAt);
}
