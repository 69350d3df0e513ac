/** Ids of products and clients, which operators choose. */

/** 1 to 64 characters that need no escape in a URL, a log or a file name, and no thought about upper and lower case. */
export const REGISTRY_ID = /^[a-z0-9][a-z0-9._-]{0,63}$/;

export function isRegistryId(text: string): boolean {
  return REGISTRY_ID.test(text);
}
