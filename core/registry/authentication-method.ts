/** The ways in which a client can prove who it is (RFC 8414 §2, `token_endpoint_auth_methods_supported`). */

export const AUTHENTICATION_METHODS = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;

export type AuthenticationMethod = (typeof AUTHENTICATION_METHODS)[number];

/** Whether a product that takes these methods has any use for consumer secrets. */
export function takesSecrets(methods: readonly AuthenticationMethod[] = AUTHENTICATION_METHODS): boolean {
  return methods.some((method) => method !== 'private_key_jwt');
}
