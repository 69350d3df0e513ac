/** Why the registry refuses what it is asked. */

export type RegistryFailure =
  | { readonly reason: 'invalid'; readonly errors: readonly FieldError[] }
  | { readonly reason: 'not_found' }
  | { readonly reason: 'exists'; readonly field: string; readonly id: string }
  | { readonly reason: 'precondition_failed' }
  /** The detail says by what, and how it is deleted all the same. */
  | { readonly reason: 'in_use'; readonly detail: string }
  | { readonly reason: 'conflict'; readonly detail: string }
  | { readonly reason: 'idempotency_key_reused' };

export interface FieldError {
  /** As in the request, for instance `projects[0].projectId`. */
  readonly field: string;
  /** What is wrong with it, to be read after the field's name. */
  readonly message: string;
}

export function invalid(errors: readonly FieldError[]): RegistryFailure {
  return { reason: 'invalid', errors };
}
