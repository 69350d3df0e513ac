/** The variables of the function that verifies and forwards: those of the verifier. The targets come with each call. */
export { VERIFIER_VARIABLES as environment } from '#adapters/verifier/verifier-variables.ts';
