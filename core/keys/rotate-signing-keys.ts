/** Makes sure that a server group has a key to sign with; runs at each deployment, and does nothing when there is one. */
import type { Clock } from '../registry/ports.ts';
import { chooseSigningKey, type SigningKey } from './signing-key.ts';

export interface SigningKeyStore {
  /** Every key, whatever its state. */
  list(): Promise<readonly SigningKey[]>;
  create(key: SigningKey): Promise<'created' | 'exists'>;
}

export interface RotateSigningKeysDependencies {
  readonly keys: SigningKeyStore;
  /** A new pair, made and encrypted where its private half is never seen in clear. */
  readonly generateKeyPair: () => Promise<Pick<SigningKey, 'kid' | 'publicJwk' | 'encryptedPrivateKey'>>;
  readonly now: Clock;
}

/** @returns the `kid` of the key that was made, if one was */
export async function rotateSigningKeys(
  dependencies: RotateSigningKeysDependencies,
): Promise<{ readonly created: string | undefined }> {
  if (chooseSigningKey(await dependencies.keys.list()) !== undefined) return { created: undefined };
  const pair = await dependencies.generateKeyPair();
  const outcome = await dependencies.keys.create({ ...pair, state: 'current', createdAt: dependencies.now() });
  return { created: outcome === 'created' ? pair.kid : undefined };
}
