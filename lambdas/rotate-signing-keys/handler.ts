/** Runs at every deployment and on a schedule: makes the first signing key, and does nothing when there is one. */
import { describeFault, log } from '#adapters/runtime/log.ts';
import { persist } from '#adapters/runtime/persist.ts';
import { rotateSigningKeys } from '#core/keys/rotate-signing-keys.ts';
import { dependencies } from './dependencies.ts';

/** The role of a function that has just been deployed may not be known everywhere yet; IAM takes some seconds. */
const persistence = {
  attempts: 6,
  pause: 5_000,
  onFailure: (thrown: unknown) => log('WARN', 'signing keys not looked after; trying again', describeFault(thrown)),
};

export async function handler(): Promise<{ readonly created: string | null }> {
  const { created } = await persist(() => rotateSigningKeys(dependencies), persistence);
  if (created !== undefined) log('INFO', 'signing key made', { kid: created });
  return { created: created ?? null };
}
