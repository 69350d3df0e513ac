/** Why the registry refuses what it is asked. */

export type RegistryFailure =
  | { readonly reason: 'invalid'; readonly errors: readonly FieldError[] }
  | { readonly reason: 'not_found' }
  | { readonly reason: 'exists'; readonly field: string; readonly id: string };

export interface FieldError {
  /** As in the request, for instance `projects[0].projectId`. */
  readonly field: string;
  /** What is wrong with it, to be read after the field's name. */
  readonly message: string;
}
