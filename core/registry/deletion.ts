/** A deletion says which state it deletes, and confirms by the id that it does harm on purpose. */
import type { Precondition } from './precondition.ts';
import type { FieldError } from './registry-failure.ts';

export interface Deletion {
  readonly ifMatch: Precondition;
  /** Undefined when the caller confirms nothing. */
  readonly confirm: string | undefined;
}

export function findConfirmationErrors(id: string, { confirm }: Deletion): readonly FieldError[] {
  return confirm === undefined || confirm === id ? [] : [{ field: 'confirm', message: `must be "${id}"` }];
}
