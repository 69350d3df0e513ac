/** The rotation under whatever may happen: runs at any time, at once, half done, on old news, and operators in between. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chooseSigningKey, isPublished, signingCandidates } from '#core/keys/key-roles.ts';
import { nextKeyStep } from '#core/keys/key-schedule.ts';
import { DAY, KEY_TIMES } from '#core/keys/key-times.ts';
import { promoteNextKey, revokeSigningKey } from '#core/keys/manage-signing-keys.ts';
import { rotateSigningKeys } from '#core/keys/rotate-signing-keys.ts';
import type { KeyRecord } from '#core/keys/signing-key.ts';
import type { KeyRecordStore } from '#core/keys/signing-key-store.ts';
import { aSigningKey, inMemorySigningKeys } from '#test/support/in-memory-signing-keys.ts';
import { CALLER } from '#test/support/registry-world.ts';

const HOUR = DAY / 24;
const schedule = { rotationPeriod: 3 * DAY };
/** What a signer may sign by is no older: it looked a lease ago, and could not since for the time of grace. */
const OLDEST_NEWS = KEY_TIMES.signerLease + KEY_TIMES.signerGrace;

type Pause = { readonly go: () => void; readonly since: number };

/** A process that stops before every read and write until it is let go on; one that never is has died there. */
function aWorker({ store, clock, waiting }: Pick<ReturnType<typeof aWorld>, 'store' | 'clock' | 'waiting'>) {
  const pause = () => new Promise<void>((go) => waiting.push({ go, since: clock.now }));
  return {
    list: async () => {
      await pause();
      return store.list();
    },
    change: async (...change: Parameters<KeyRecordStore['change']>) => {
      await pause();
      return store.change(...change);
    },
    create: async (key: Parameters<typeof store.create>[0]) => {
      await pause();
      return store.create(key);
    },
  };
}

function aWorld() {
  const clock = { now: 1_000 * DAY };
  const store = inMemorySigningKeys(() => clock.now);
  const waiting: Pause[] = [];
  let made = 0;
  const ports = (keys: ReturnType<typeof aWorker>) => ({
    keys,
    schedule,
    digest: () => '0'.repeat(64),
    now: () => clock.now,
    generateKeyPair: async () => {
      made += 1;
      return aSigningKey({ kid: String(made).padStart(43, '0') });
    },
  });
  const begin = {
    run: () => rotateSigningKeys(ports(aWorker({ store, clock, waiting })), CALLER),
    rotate: () => promoteNextKey(ports(aWorker({ store, clock, waiting })), CALLER),
    revoke: (index: number) => {
      const kids = store.all().map(({ kid }) => kid);
      const kid = kids[index % kids.length] ?? '';
      return revokeSigningKey(ports(aWorker({ store, clock, waiting })), CALLER, kid);
    },
  };
  return { clock, store, waiting, begin };
}

const event = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('step' as const), which: fc.nat(7) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('run' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('finish' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rotate' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('revoke' as const), which: fc.nat(7) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('die' as const), which: fc.nat(7) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      time: fc.constantFrom(1, 60_000, 5 * 60_000, HOUR, 6 * HOUR, DAY),
    }),
  },
);

/** What signers have seen, and the tokens that they made by it. */
function anObserver({ clock, store }: ReturnType<typeof aWorld>) {
  const news: { readonly at: number; readonly keys: readonly KeyRecord[] }[] = [];
  /** The end of the last token by the key that signed it. */
  const tokens = new Map<string, number>();
  const tell = () => JSON.stringify(store.all().map(({ kid, state, createdAt }) => [kid.slice(-2), state, createdAt]));

  return function observe() {
    const { now } = clock;
    const keys = store.all();
    if (keys.length === 0) return;
    const signer = chooseSigningKey(keys, now);
    if (signer === undefined) throw new Error(`No key signs: ${tell()}`);

    const longestKnown = Math.min(...keys.filter(({ state }) => state === 'current').map((key) => key.createdAt));
    expect(signer.createdAt).toBeLessThanOrEqual(Math.max(now - KEY_TIMES.publishLead, longestKnown));

    const published = new Set(keys.filter((key) => isPublished(key, now)).map(({ kid }) => kid));
    expect(published.size).toBeGreaterThan(0);
    const revoked = new Set(keys.filter(({ state }) => state === 'revoked').map(({ kid }) => kid));
    for (const [kid, ends] of tokens) {
      if (ends + KEY_TIMES.clockSkew < now || revoked.has(kid) || published.has(kid)) continue;
      throw new Error(`A token of ${kid.slice(-2)} that has not ended is not accepted: ${tell()}`);
    }

    news.push({ at: now, keys });
    while ((news[0]?.at ?? now) < now - OLDEST_NEWS) news.shift();
    for (const { keys: seen } of [news[0], news.at(-1)].filter((one) => one !== undefined)) {
      for (const { kid } of signingCandidates(seen, now)) tokens.set(kid, now + KEY_TIMES.longestToken);
    }
  };
}

/** Lets everything that is ready happen, but nothing that waits to be let go on. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
}

async function finish(waiting: Pause[], observe: () => void): Promise<void> {
  while (waiting.length > 0) {
    waiting.shift()?.go();
    await settle();
    observe();
  }
}

test('there is always one key to sign with, published for long enough, and every token finds its key', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 150, size: 'max' }), async (events) => {
      const world = aWorld();
      const { clock, waiting, begin } = world;
      const observe = anObserver(world);
      for (const one of events) {
        if (one.do === 'wait') {
          clock.now += one.time;
          const alive = waiting.filter(({ since }) => clock.now - since <= KEY_TIMES.lateWrite);
          waiting.splice(0, waiting.length, ...alive);
        } else if (one.do === 'die') waiting.splice(one.which, 1);
        else if (one.do === 'step') waiting.splice(one.which % (waiting.length || 1), 1)[0]?.go();
        else if (one.do === 'finish') await finish(waiting, observe);
        else void (one.do === 'revoke' ? begin.revoke(one.which) : begin[one.do]()).catch(() => undefined);
        await settle();
        observe();
      }
    }),
    { numRuns: 80 },
  );
});

test('a run that nobody disturbs leaves nothing to do, whatever others have left behind', async () => {
  const key = fc.record({
    state: fc.constantFrom('next', 'current', 'retired', 'revoked' as const),
    created: fc.nat(40),
    stepped: fc.nat(40),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(key, { maxLength: 6 }), async (found) => {
      const { clock } = aWorld();
      const seed = found.map(({ state, created, stepped }, index) =>
        aSigningKey({
          kid: `f${index}`.padStart(43, '0'),
          state,
          createdAt: clock.now - created * DAY,
          ...(state === 'retired' && { retiredAt: clock.now - Math.min(stepped, created) * DAY }),
          ...(state === 'revoked' && { revokedAt: clock.now - Math.min(stepped, created) * DAY }),
          ...(state === 'current' && { promotedAt: clock.now - Math.min(stepped, created) * DAY }),
        }),
      );
      const keys = inMemorySigningKeys(() => clock.now, seed);
      let made = 0;
      const ports = {
        keys,
        schedule,
        digest: () => '0'.repeat(64),
        now: () => clock.now,
        generateKeyPair: async () => aSigningKey({ kid: `m${++made}`.padStart(43, '0') }),
      };

      await rotateSigningKeys(ports, CALLER);

      const after = await keys.list();
      expect(nextKeyStep(after, clock.now, schedule)).toBeUndefined();
      expect(after.filter(({ state }) => state === 'next').length).toBeGreaterThanOrEqual(1);
      expect(chooseSigningKey(after, clock.now)).toBeDefined();
    }),
    { numRuns: 200 },
  );
});
