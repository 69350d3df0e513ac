/** The key that signs now, decrypted once per execution environment, and a way on when it cannot be read or decrypted. */

import type { KeyObject } from 'node:crypto';
import { Fault } from '#core/fault.ts';
import { signingCandidates } from '#core/keys/key-roles.ts';
import { KEY_TIMES } from '#core/keys/key-times.ts';
import type { SigningKey } from '#core/keys/signing-key.ts';
import type { Clock } from '#core/registry/ports.ts';
import type { PrivateSigningKey } from '../jwt/sign-access-token.ts';
import { silentGrace } from '../runtime/grace.ts';
import { leasedValue } from '../runtime/leased-value.ts';

export interface SigningKeyringOptions {
  readonly list: () => Promise<readonly SigningKey[]>;
  readonly decrypt: (key: SigningKey) => Promise<KeyObject>;
  readonly now: Clock;
  /** Told of a key that cannot be decrypted while an older one signs in its place. */
  readonly onFallback: (fault: unknown, kid: string) => void;
}

/** Milliseconds between two attempts to decrypt a key while another one signs in its place. */
const DECRYPT_PAUSE = 10_000;

/**
 * The keys are listed again when the signer's lease is over. While that fails, what was seen last counts for the time of
 * grace; while the key that should sign cannot be decrypted, an older one that is held goes on, if it is not revoked and
 * its tokens will find it published. Beyond that there is no key.
 *
 * @returns a function that gives the key to sign with; it rejects when there is none, or it cannot be read or decrypted
 */
export function signingKeyring({
  list,
  decrypt,
  now,
  onFallback,
}: SigningKeyringOptions): () => Promise<PrivateSigningKey> {
  const { signerLease, signerGrace } = KEY_TIMES;
  const held = new Map<string, PrivateSigningKey>();
  const decrypting = new Map<string, Promise<PrivateSigningKey>>();
  const failedAt = new Map<string, number>();
  const listed = leasedValue(list, { lease: signerLease, grace: silentGrace(signerGrace), now });

  /** However many ask at once, one decryption is under way. */
  async function hold(key: SigningKey): Promise<PrivateSigningKey> {
    const { kid } = key;
    const known = held.get(kid) ?? decrypting.get(kid);
    if (known !== undefined) return known;
    const decrypted = decrypt(key)
      .then((privateKey) => {
        held.set(kid, { kid, privateKey });
        failedAt.delete(kid);
        return { kid, privateKey };
      })
      .finally(() => decrypting.delete(kid));
    decrypting.set(kid, decrypted);
    return decrypted;
  }

  return async () => {
    const keys = await listed.get();
    // What is not listed any more, or revoked, is not kept in memory either.
    for (const kid of held.keys())
      if (!keys.some((key) => key.kid === kid && key.state !== 'revoked')) held.delete(kid);
    const [signer, ...others] = signingCandidates(keys, now());
    if (signer === undefined) throw new Fault('There is no current signing key; has the rotation function run?');
    const substitute = others.map(({ kid }) => held.get(kid)).find((key) => key !== undefined);
    if (substitute === undefined || held.has(signer.kid)) return hold(signer);
    if (Math.abs(now() - (failedAt.get(signer.kid) ?? Number.NEGATIVE_INFINITY)) < DECRYPT_PAUSE) return substitute;
    try {
      return await hold(signer);
    } catch (fault) {
      failedAt.set(signer.kid, now());
      onFallback(fault, signer.kid);
      return substitute;
    }
  };
}
