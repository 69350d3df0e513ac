import { describe, expect, test } from '@jest/globals';
import { CLOCK_SKEW_SECONDS } from '#core/access/judge-claims.ts';
import { readAccessToken } from '#core/access/read-access-token.ts';
import { introspectToken } from '#core/oauth/introspect-token.ts';
import { issueToken } from '#core/oauth/issue-token.ts';
import { retireSecret, rotateSecret } from '#core/registry/manage-secrets.ts';
import { CALLER } from '#test/support/registry-world.ts';
import { aTokenWorld, CONSUMER_KEY, NOW, SECRET } from '#test/support/token-world.ts';

/** A subscription with a leaked secret, and one that has just been made to take its place. */
async function aLeak() {
  const world = aTokenWorld();
  const { clock, registry, issuing, endpoint, authorizing, revocations } = world;
  const ports = { ...issuing, clock: issuing.now, randomBytes: (count: number) => new Uint8Array(count).fill(9) };
  const rotated = await rotateSecret({ ...ports, ...registry }, CALLER, CONSUMER_KEY, { overlap: 60_000 });
  if (!rotated.ok) throw new Error(rotated.failure.reason);
  const { consumerSecret: fresh = '' } = rotated.value;
  const credentials = (clientSecret: string) =>
    ({ method: 'client_secret_basic', clientId: CONSUMER_KEY, clientSecret }) as const;
  const issue = async (secret: string) => {
    const request = {
      grantType: 'client_credentials',
      scope: undefined,
      resources: [],
      credentials: credentials(secret),
    };
    const issued = await issueToken(request, endpoint, issuing);
    return issued.ok ? issued.value.accessToken : issued.failure.reason;
  };
  const isActive = async (token: string) => {
    const request = { token, credentials: credentials(fresh) };
    const answer = await introspectToken(request, { ...authorizing, ...registry, ...issuing, revocations });
    return answer.ok && answer.value.outcome.ok;
  };
  /** @param meanwhile is done after the decision was made, and before it is written */
  const retire = (meanwhile: () => Promise<void>) =>
    retireSecret(
      {
        ...ports,
        subscriptions: {
          ...registry.subscriptions,
          replace: async (next) => {
            await meanwhile();
            return registry.subscriptions.replace(next);
          },
        },
      },
      CALLER,
      { consumerKey: CONSUMER_KEY, secretId: 's1' },
      { endTokens: true },
    );
  return { clock, authorizing, fresh, issue, isActive, retire };
}

describe('retiring a leaked secret with its tokens', () => {
  test.each([0, 300, 999, 1_000, 2_500, 7_300])(
    'ends a token that is asked for %d ms later, while the change is still being written',
    async (late) => {
      const { clock, issue, isActive, retire } = await aLeak();
      let token = '';

      await retire(async () => {
        clock.now = NOW + late;
        token = await issue(SECRET);
        expect(await isActive(token)).toBe(true);
      });

      expect(await isActive(token)).toBe(false);
      expect(await issue(SECRET)).toBe('secret_wrong');
    },
  );

  test.each([0, 900, 5_000])('ends what was got since tokens were ended %d ms before', async (earlier) => {
    const { clock, issue, isActive, fresh, retire } = await aLeak();
    await retire(async () => {});
    const between = await issue(fresh);
    clock.now += earlier;

    await retire(async () => {});

    expect(await isActive(between)).toBe(false);
    expect(await isActive(await issue(fresh))).toBe(true);
  });

  test('leaves what is got with the other secret from then on, at verifiers whose clock is late as well', async () => {
    const { clock, authorizing, fresh, issue, isActive, retire } = await aLeak();
    await retire(async () => {});

    const token = await issue(fresh);

    expect(await isActive(token)).toBe(true);
    const late = { ...authorizing, now: () => clock.now - (CLOCK_SKEW_SECONDS / 2) * 1_000 };
    expect(await readAccessToken(token, late)).toMatchObject({ ok: true });
  });
});
