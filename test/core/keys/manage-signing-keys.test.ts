import { describe, expect, test } from '@jest/globals';
import { auditedKeyRecords, auditedSigningKeys } from '#core/keys/audited-signing-keys.ts';
import { chooseSigningKey } from '#core/keys/key-roles.ts';
import { DAY, KEY_TIMES } from '#core/keys/key-times.ts';
import { promoteNextKey, revokeSigningKey } from '#core/keys/manage-signing-keys.ts';
import { rotateSigningKeys } from '#core/keys/rotate-signing-keys.ts';
import type { KeyRecordStore } from '#core/keys/signing-key-store.ts';
import { inMemoryAuditTrail } from '#test/support/in-memory-audit-trail.ts';
import { aSigningKey, CURRENT_KID, inMemorySigningKeys, NEXT_KID } from '#test/support/in-memory-signing-keys.ts';
import { CALLER } from '#test/support/registry-world.ts';

const NOW = 100 * DAY;
const CURRENT = aSigningKey({ createdAt: NOW - 40 * DAY, promotedAt: NOW - 10 * DAY });
const NEXT = aSigningKey({ kid: NEXT_KID, state: 'next', createdAt: NOW - 10 * DAY });

function aWorld(...seed: ReturnType<typeof aSigningKey>[]) {
  const clock = { now: NOW };
  const store = inMemorySigningKeys(() => clock.now, seed);
  const trail = inMemoryAuditTrail();
  const late: string[] = [];
  const report = (_: unknown, { entity }: { readonly entity: string }) => void late.push(entity);
  let made = 0;
  const ports = {
    keys: auditedSigningKeys(store, { audit: trail, report }),
    schedule: { rotationPeriod: 30 * DAY },
    digest: (text: string) => text,
    now: () => clock.now,
    generateKeyPair: async () => aSigningKey({ kid: String(++made).padStart(43, 'm') }),
  };
  const states = () => Object.fromEntries(store.all().map(({ kid, state }) => [kid, state]));
  return { clock, store, trail, late, ports, states };
}

/** A store in which others are always faster. */
function neverFirst<Store extends KeyRecordStore>(store: Store) {
  let count = 0;
  const change = async () => {
    count += 1;
    return 'conflict' as const;
  };
  return { keys: { ...store, change }, attempts: () => count };
}

const BEATEN = {
  ok: false,
  failure: { reason: 'conflict', detail: 'Others are changing the signing keys at this moment; try again.' },
};

describe('a run of the rotation', () => {
  test('makes the first key and the next one, and then nothing until that is due', async () => {
    const { clock, store, ports } = aWorld();

    const { taken, signer } = await rotateSigningKeys(ports, CALLER);
    expect(taken.map(({ step, key }) => [step, key.state])).toEqual([
      ['make', 'current'],
      ['make', 'next'],
    ]);
    expect(signer).toMatchObject({ kid: store.all()[0]?.kid, promotedAt: NOW });
    clock.now += 30 * DAY - 1;
    expect((await rotateSigningKeys(ports, CALLER)).taken).toEqual([]);
  });

  test('promotes, retires and makes when the period is over, in an order that never leaves no key', async () => {
    const { clock, ports, states } = aWorld(CURRENT, NEXT);
    clock.now += 20 * DAY;

    const { taken, signer } = await rotateSigningKeys(ports, CALLER);

    expect(taken.map(({ step, key }) => `${step} ${key.kid[0]}`)).toEqual(['promote B', 'retire A', 'make m']);
    expect(signer.kid).toBe(NEXT_KID);
    expect(states()).toMatchObject({ [CURRENT_KID]: 'retired', [NEXT_KID]: 'current' });
  });

  test('audits every step, also one whose entry was lost', async () => {
    const { clock, ports, trail, late } = aWorld(CURRENT, NEXT);
    clock.now += 20 * DAY;
    const { add } = trail;
    trail.add = () => Promise.reject(new Error('the trail is out of order'));
    await rotateSigningKeys(ports, CALLER);
    expect(late).toHaveLength(3);
    trail.add = add;

    await rotateSigningKeys(ports, CALLER);

    const entries = trail.all().map(({ entity, revision, action, principal }) => [entity, revision, action, principal]);
    const mine = (letter: string, revision: number, step: string) => [
      `signing-key/${letter}`,
      revision,
      `signing-key.${step}`,
      CALLER.principal,
    ];
    const key = String(1).padStart(43, 'm');
    for (const one of [mine(NEXT_KID, 2, 'promote'), mine(CURRENT_KID, 2, 'retire'), mine(key, 1, 'create')]) {
      expect(entries).toContainEqual(one);
    }
  });

  test('writes over nothing whose entry it cannot make sure of', async () => {
    const { clock, ports, store, trail } = aWorld(CURRENT, NEXT);
    clock.now += 20 * DAY;
    trail.ensure = () => Promise.reject(new Error('the trail is out of order'));

    await expect(rotateSigningKeys(ports, CALLER)).rejects.toThrow('the trail is out of order');

    expect(store.all()).toEqual([CURRENT, NEXT]);
  });

  test('fails when others never let it finish', async () => {
    const { clock, ports } = aWorld(CURRENT, NEXT);
    clock.now += 20 * DAY;
    const { keys, attempts } = neverFirst(ports.keys);

    await expect(rotateSigningKeys({ ...ports, keys }, CALLER)).rejects.toThrow('changed by others after 20 steps');
    expect(attempts()).toBe(20);
  });

  test('tells of the steps that it took, and not of those that others took first', async () => {
    const { clock, store, ports } = aWorld(CURRENT, NEXT);
    clock.now += 20 * DAY;
    let isFirst = true;
    const change: KeyRecordStore['change'] = async (from, to) => {
      const outcome = await store.change(from, to);
      if (!isFirst) return outcome;
      isFirst = false;
      return 'conflict';
    };
    const told: string[] = [];

    const { taken } = await rotateSigningKeys({ ...ports, keys: { ...store, change } }, CALLER, ({ step }) => {
      told.push(step);
    });

    expect(taken.map(({ step }) => step)).toEqual(['retire', 'make']);
    expect(told).toEqual(['retire', 'make']);
  });

  test('keeps what it makes, the encrypted half too; a key to come has no time of promotion', async () => {
    const { store, ports } = aWorld();

    await rotateSigningKeys(ports, CALLER);

    const { publicJwk, encryptedPrivateKey } = aSigningKey({ kid: String(1).padStart(43, 'm') });
    const [current, next] = store.all();
    expect(current).toMatchObject({ publicJwk, encryptedPrivateKey, state: 'current', promotedAt: NOW });
    expect(next).toMatchObject({ encryptedPrivateKey, state: 'next' });
    expect(next).not.toHaveProperty('promotedAt');
  });

  test.each([0, 1])('ends when it does not see what it has made beside %i others, and makes no more', async (seen) => {
    const { store, ports } = aWorld();
    const list = async () => (await ports.keys.list()).slice(0, seen);

    await expect(rotateSigningKeys({ ...ports, keys: { ...ports.keys, list } }, CALLER)).rejects.toThrow(
      'is not among those that can be read',
    );
    expect(store.all()).toHaveLength(seen + 1);
  });
});

describe('rotating by hand', () => {
  test('promotes the next key before its time', async () => {
    const { ports, states } = aWorld(CURRENT, NEXT);

    const promoted = await promoteNextKey(ports, CALLER);

    expect(promoted).toMatchObject({ ok: true, value: { kid: NEXT_KID, promotedAt: NOW } });
    expect(states()).toEqual({ [CURRENT_KID]: 'current', [NEXT_KID]: 'current' });
    expect((await rotateSigningKeys(ports, CALLER)).signer.kid).toBe(NEXT_KID);
    expect(states()).toMatchObject({ [CURRENT_KID]: 'retired' });
  });

  test('is refused until everybody can know the key, and says from when on it is not', async () => {
    const { ports, states } = aWorld(CURRENT, { ...NEXT, createdAt: NOW - 3_600_000 });

    const refused = await promoteNextKey(ports, CALLER);

    const from = new Date(NOW - 3_600_000 + KEY_TIMES.publishLead).toISOString();
    expect(refused).toMatchObject({ ok: false, failure: { reason: 'conflict' } });
    expect(!refused.ok && JSON.stringify(refused.failure)).toContain(`not everybody may know it before ${from}`);
    expect(states()).toMatchObject({ [NEXT_KID]: 'next' });
  });

  test('is refused without a next key', async () => {
    const { ports } = aWorld(CURRENT);

    const refused = await promoteNextKey(ports, CALLER);

    expect(!refused.ok && refused.failure).toMatchObject({
      reason: 'conflict',
      detail: expect.stringContaining('There is no next key yet.'),
    });
  });

  test('is given up when others are first three times', async () => {
    const { ports } = aWorld(CURRENT, NEXT);
    const { keys, attempts } = neverFirst(ports.keys);

    expect(await promoteNextKey({ ...ports, keys }, CALLER)).toEqual(BEATEN);
    expect(attempts()).toBe(3);
  });

  test('is audited by what the key showed before and since', async () => {
    const { ports, trail } = aWorld(CURRENT, NEXT);

    await promoteNextKey(ports, CALLER);

    const { before = '', after = '' } = trail.all().at(-1) ?? {};
    expect(JSON.parse(before)).toMatchObject({ kid: NEXT_KID, state: 'next', revision: 1 });
    expect(JSON.parse(after)).toMatchObject({ kid: NEXT_KID, state: 'current', promotedAt: NOW, revision: 2 });
  });
});

describe('revoking', () => {
  test('promotes the next key first when it is the one that signs, known to everybody or not', async () => {
    for (const createdAt of [NOW - 10 * DAY, NOW - 1]) {
      const { ports, states, trail, store } = aWorld(CURRENT, { ...NEXT, createdAt });

      const revoked = await revokeSigningKey(ports, CALLER, CURRENT_KID);

      expect(revoked).toMatchObject({ ok: true, value: { state: 'revoked', revokedAt: NOW } });
      expect(states()).toEqual({ [CURRENT_KID]: 'revoked', [NEXT_KID]: 'current' });
      expect(chooseSigningKey(store.all(), NOW)?.kid).toBe(NEXT_KID);
      const actions = trail.all().map(({ action }) => action);
      expect(actions.slice(-2)).toEqual(['signing-key.promote', 'signing-key.revoke']);
    }
  });

  test('takes a next or a retired key away as it is', async () => {
    const retired = aSigningKey({ kid: 'R'.repeat(43), state: 'retired', retiredAt: NOW });
    const { ports, states } = aWorld(CURRENT, NEXT, retired);

    for (const { kid } of [NEXT, retired]) expect((await revokeSigningKey(ports, CALLER, kid)).ok).toBe(true);

    expect(states()).toEqual({ [CURRENT_KID]: 'current', [NEXT_KID]: 'revoked', [retired.kid]: 'revoked' });
  });

  test('changes nothing the second time', async () => {
    const { ports, store } = aWorld(CURRENT, NEXT);
    const first = await revokeSigningKey(ports, CALLER, CURRENT_KID);
    const stored = store.all();

    expect(await revokeSigningKey(ports, CALLER, CURRENT_KID)).toMatchObject(first);
    expect(store.all()).toEqual(stored);
  });

  test('is refused for the only key, with what to do', async () => {
    const { ports, store } = aWorld(CURRENT);

    const refused = await revokeSigningKey(ports, CALLER, CURRENT_KID);

    expect(!refused.ok && refused.failure).toMatchObject({ reason: 'conflict' });
    expect(!refused.ok && JSON.stringify(refused.failure)).toContain('the only key that can sign');
    expect(store.all()).toEqual([CURRENT]);
  });

  test('is refused for a key that there is not', async () => {
    const { ports } = aWorld(CURRENT, NEXT);

    const refused = await revokeSigningKey(ports, CALLER, 'x'.repeat(43));

    expect(refused).toEqual({ ok: false, failure: { reason: 'not_found' } });
  });

  test('leaves a key although a run that saw another one sign retires that at the same moment', async () => {
    const old = aSigningKey({ kid: 'O'.repeat(43), createdAt: NOW - 60 * DAY, promotedAt: NOW - 40 * DAY });
    const { clock, store, ports } = aWorld(old, CURRENT, NEXT);
    const { promise: revoked, resolve: goOn } = Promise.withResolvers<void>();
    const change: KeyRecordStore['change'] = async (from, to) => {
      await revoked;
      return store.change(from, to);
    };
    const run = rotateSigningKeys({ ...ports, keys: { ...ports.keys, change } }, CALLER);

    expect((await revokeSigningKey(ports, CALLER, CURRENT_KID)).ok).toBe(true);
    goOn();
    const { signer } = await run;

    expect(signer.kid).toBe(NEXT_KID);
    expect(chooseSigningKey(store.all(), clock.now)?.kid).toBe(NEXT_KID);
  });

  test('goes on when a change came first', async () => {
    const { store, ports, states } = aWorld(CURRENT, NEXT);
    let conflicts = 0;
    const keys = auditedKeyRecords(
      { ...store, change: async (from, to) => (conflicts++ < 2 ? 'conflict' : store.change(from, to)) },
      { audit: inMemoryAuditTrail(), report: () => undefined },
    );

    expect((await revokeSigningKey({ ...ports, keys }, CALLER, CURRENT_KID)).ok).toBe(true);
    expect(states()).toEqual({ [CURRENT_KID]: 'revoked', [NEXT_KID]: 'current' });
  });

  test('decides anew when the next key was promoted by somebody else first', async () => {
    const { store, ports, states } = aWorld(CURRENT, NEXT);
    let isFirst = true;
    const change: KeyRecordStore['change'] = async (from, to) => {
      const outcome = await store.change(from, to);
      if (!isFirst) return outcome;
      isFirst = false;
      return 'conflict';
    };

    expect((await revokeSigningKey({ ...ports, keys: { ...store, change } }, CALLER, CURRENT_KID)).ok).toBe(true);
    expect(states()).toEqual({ [CURRENT_KID]: 'revoked', [NEXT_KID]: 'current' });
  });

  test.each([
    ['the key that signs', CURRENT_KID],
    ['another one', NEXT_KID],
  ])('%s is given up when others are first three times', async (_, kid) => {
    const { ports, states } = aWorld(CURRENT, NEXT);
    const { keys, attempts } = neverFirst(ports.keys);

    expect(await revokeSigningKey({ ...ports, keys }, CALLER, kid)).toEqual(BEATEN);
    expect(attempts()).toBe(3);
    expect(states()).toEqual({ [CURRENT_KID]: 'current', [NEXT_KID]: 'next' });
  });

  test('works where no key is current', async () => {
    const { ports, states } = aWorld(NEXT);

    expect((await revokeSigningKey(ports, CALLER, NEXT_KID)).ok).toBe(true);
    expect(states()).toEqual({ [NEXT_KID]: 'revoked' });
  });
});
