/** Finds what is wrong in the times between which a subscription can be used. */
import type { FieldError } from './registry-failure.ts';
import type { Subscription } from './subscription.ts';

/** @param now undefined when the end may have come already */
export function findTimeErrors(
  { validFrom, expiresAt }: Pick<Subscription, 'validFrom' | 'expiresAt'>,
  now: number | undefined,
): readonly FieldError[] {
  if (expiresAt === undefined) return [];
  if (now !== undefined && expiresAt <= now) return [{ field: 'expiresAt', message: 'must lie in the future' }];
  if (validFrom !== undefined && expiresAt <= validFrom) {
    return [{ field: 'expiresAt', message: 'must lie after validFrom' }];
  }
  return [];
}
