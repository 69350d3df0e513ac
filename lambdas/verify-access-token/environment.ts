/** The variables of the verifier. */
export { VERIFIER_VARIABLES as environment } from '#adapters/verifier/verifier-variables.ts';
