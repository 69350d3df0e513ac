import { expect, test } from '@jest/globals';
import type { Subscription } from '#core/registry/subscription.ts';
import { changeStatus, type Transition } from '#core/registry/subscription-transitions.ts';
import { aRegistryWorld, CALLER, KEY } from '#test/support/registry-world.ts';

type Outcome = Subscription['status'] | 'same' | 'conflict';
const EXPECTED: Readonly<Record<Subscription['status'], Readonly<Record<Transition, Outcome>>>> = {
  pending: { approve: 'active', pause: 'conflict', resume: 'conflict', revoke: 'revoked' },
  active: { approve: 'same', pause: 'paused', resume: 'same', revoke: 'revoked' },
  paused: { approve: 'conflict', pause: 'same', resume: 'active', revoke: 'revoked' },
  revoked: { approve: 'conflict', pause: 'conflict', resume: 'conflict', revoke: 'same' },
};
const cells = (['pending', 'active', 'paused', 'revoked'] as const).flatMap((status) =>
  (['approve', 'pause', 'resume', 'revoke'] as const).map(
    (transition) => [transition, status, EXPECTED[status][transition]] as const,
  ),
);

test.each(cells)('%s of a subscription that is %s: %s', async (transition, status, outcome) => {
  const { ports, stored, clock } = aRegistryWorld({ status });
  const before = stored();

  const result = await changeStatus(ports, CALLER, KEY, transition, undefined);

  if (outcome === 'conflict') {
    expect(result).toMatchObject({ failure: { reason: 'conflict', detail: expect.stringContaining(`is ${status}`) } });
    expect(stored()).toEqual(before);
  } else if (outcome === 'same') {
    expect(result).toEqual({ ok: true, value: before });
    expect(stored()).toEqual(before);
  } else {
    expect(result).toEqual({ ok: true, value: stored() });
    expect(stored()).toMatchObject({
      status: outcome,
      revision: 2,
      changedAt: clock.now,
      lastChange: { action: `subscription.${transition}`, principal: CALLER.principal },
    });
  }
});
