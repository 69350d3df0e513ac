/** Hop-by-hop headers, which end at each connection (RFC 9110 §7.6.1). */

const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Whether a header may travel on: neither hop-by-hop by nature nor named by the message's Connection header. */
export function isEndToEnd(name: string, headers: readonly (readonly [string, string])[]): boolean {
  const lowerCase = name.toLowerCase();
  if (HOP_BY_HOP.has(lowerCase)) return false;
  return !headers.some(
    ([other, value]) =>
      other.toLowerCase() === 'connection' &&
      value.split(',').some((option) => option.trim().toLowerCase() === lowerCase),
  );
}
