/** One field of a merge patch (RFC 7396). */

/** @param patch undefined leaves the field as it is, null removes it */
export function patched<Value>(current: Value | undefined, patch: Value | null | undefined): Value | undefined {
  if (patch === undefined) return current;
  return patch === null ? undefined : patch;
}
