/** A scope-token of RFC 6749 §3.3. */
const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]{1,128}$/;

export function isScopeToken(text: string): boolean {
  return SCOPE_TOKEN.test(text);
}
