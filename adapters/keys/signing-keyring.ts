/** The key that signs now, decrypted once per execution environment and kept under a lease. */
import type { KeyObject } from 'node:crypto';
import { chooseSigningKey, type SigningKey } from '#core/keys/signing-key.ts';
import type { Clock } from '#core/registry/ports.ts';
import type { PrivateSigningKey } from '../jwt/sign-access-token.ts';
import { leasedValue } from '../runtime/leased-value.ts';

export interface SigningKeyringOptions {
  readonly list: () => Promise<readonly SigningKey[]>;
  readonly decrypt: (key: SigningKey) => Promise<KeyObject>;
  /** Milliseconds after which the list of keys is read again. */
  readonly lease: number;
  readonly now: Clock;
}

/** @returns a function that gives the current key; it rejects when there is none, or it cannot be read or decrypted */
export function signingKeyring({ list, decrypt, lease, now }: SigningKeyringOptions): () => Promise<PrivateSigningKey> {
  let decrypted: PrivateSigningKey | undefined;
  const current = leasedValue(
    async () => {
      const key = chooseSigningKey(await list());
      if (key === undefined) throw new Error('There is no current signing key; has the rotation function run?');
      if (decrypted?.kid !== key.kid) decrypted = { kid: key.kid, privateKey: await decrypt(key) };
      return decrypted;
    },
    lease,
    now,
  );
  return () => current.get();
}
