/** A deletion that does harm is confirmed by the id of what is deleted. */
import type { FieldError } from './registry-failure.ts';

/** @param confirm undefined when the caller confirms nothing */
export function findConfirmationErrors(id: string, confirm: string | undefined): readonly FieldError[] {
  return confirm === undefined || confirm === id ? [] : [{ field: 'confirm', message: `must be "${id}"` }];
}
