/** Takes secrets out of text that nobody wrote for others to read: messages and traces of errors. */

/** Consumer secrets, tokens (JWS), and what stands in Authorization. */
const SECRETS = [
  /tgs_[0-9A-Za-z]+(_[0-9A-Za-z]+)?/g,
  /\bey[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*/g,
  /(?<=\b(Basic|Bearer) )[A-Za-z0-9+/=._~-]+/g,
];

/** @param known secrets of this very run, whatever their form */
export function redact(text: string, known: readonly (string | undefined)[] = []): string {
  const without = known.reduce<string>(
    (rest, secret) => (secret === undefined || secret === '' ? rest : rest.replaceAll(secret, '[secret]')),
    text,
  );
  return SECRETS.reduce((rest, pattern) => rest.replaceAll(pattern, '[secret]'), without);
}
