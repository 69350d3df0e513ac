/** Runs at every deployment and on a schedule: makes the first signing key, and does nothing when there is one. */
import { log } from '#adapters/runtime/log.ts';
import { rotateSigningKeys } from '#core/keys/rotate-signing-keys.ts';
import { dependencies } from './dependencies.ts';

export async function handler(): Promise<{ readonly created: string | null }> {
  const { created } = await rotateSigningKeys(dependencies);
  if (created !== undefined) log('INFO', 'signing key made', { kid: created });
  return { created: created ?? null };
}
