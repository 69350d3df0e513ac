/** What every implementation of the revocations must do; each of them runs this suite. */
import { expect, test } from '@jest/globals';
import type { TokenRevocation, TokenRevocations } from '#core/access/token-revocations.ts';

export function aRevocation(fields: Partial<TokenRevocation> = {}): TokenRevocation {
  return { tokenId: 'one', consumerKey: 'tgk_1', revokedAt: 1_767_323_045_678, expiresAt: 1_767_323_645, ...fields };
}

/** @param freshRevocations gives an empty one at each call */
export function describeTokenRevocations(freshRevocations: () => Promise<TokenRevocations>): void {
  test('a token that nobody revoked is not revoked', async () => {
    expect(await (await freshRevocations()).isRevoked('one')).toBe(false);
  });

  test('a token is revoked from the answer on, and no other with it', async () => {
    const revocations = await freshRevocations();

    await revocations.revoke(aRevocation());

    expect(await revocations.isRevoked('one')).toBe(true);
    expect(await revocations.isRevoked('two')).toBe(false);
    expect(await revocations.isRevoked('ONE')).toBe(false);
  });

  test('a token can be revoked again, and twenty times at once', async () => {
    const revocations = await freshRevocations();

    await Promise.all(Array.from({ length: 20 }, (_, index) => revocations.revoke(aRevocation({ revokedAt: index }))));
    await revocations.revoke(aRevocation());

    expect(await revocations.isRevoked('one')).toBe(true);
  });

  test('any id that a token can have is one', async () => {
    const revocations = await freshRevocations();

    for (const tokenId of ['.', '__proto__', '😀'.repeat(128), ' ', 'a'.repeat(256)]) {
      expect(await revocations.isRevoked(tokenId)).toBe(false);
      await revocations.revoke(aRevocation({ tokenId }));
      expect(await revocations.isRevoked(tokenId)).toBe(true);
    }
  });
}
