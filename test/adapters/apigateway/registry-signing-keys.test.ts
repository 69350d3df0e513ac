import { describe, expect, test } from '@jest/globals';
import { CURRENT_KID, NEXT_KID } from '#test/support/in-memory-signing-keys.ts';
import { PRINCIPAL, registryUnderTest } from '#test/support/registry-caller.ts';

describe('signing keys over the registry API', () => {
  test('are listed without anything of the keys themselves', async () => {
    const { call } = registryUnderTest();

    const { body } = await call('GET', '/signing-keys');

    expect(body.items.map(({ kid }: { kid: string }) => kid)).toEqual([NEXT_KID, CURRENT_KID]);
    expect(JSON.stringify(body)).not.toMatch(/encrypted|"[xydk]"|AQID/);
  });

  test('say who rotated and who revoked, in the audit trail', async () => {
    const { call } = registryUnderTest();
    await call('POST', '/signing-keys/rotate');
    const { body } = await call('POST', `/signing-keys/${CURRENT_KID}/revoke`);

    expect(body).toMatchObject({ kid: CURRENT_KID, state: 'revoked', signs: false });
    for (const [kid, action] of [
      [NEXT_KID, 'signing-key.promote'],
      [CURRENT_KID, 'signing-key.revoke'],
    ]) {
      const { items } = (await call('GET', `/audit?entity=signing-key/${kid}`)).body;
      expect(items[0]).toMatchObject({ entity: `signing-key/${kid}`, action, principal: PRINCIPAL, revision: 2 });
    }
  });

  test('cannot be left without one that signs', async () => {
    const { call, signingKeys } = registryUnderTest();
    await call('POST', `/signing-keys/${CURRENT_KID}/revoke`);
    const stored = signingKeys.all();

    const { status, body } = await call('POST', `/signing-keys/${NEXT_KID}/revoke`);

    expect([status, body.detail]).toEqual([409, expect.stringContaining('The rotation function publishes one')]);
    expect(signingKeys.all()).toEqual(stored);
  });
});
