/** Takes secrets out of text that nobody wrote for others to read: messages and traces of errors. */

/** Consumer secrets, tokens (JWS), and what stands in Authorization. */
const SECRETS = [
  /tgs_[0-9A-Za-z]+(_[0-9A-Za-z]+)?/g,
  /\bey[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*/g,
  /(?<=\b(Basic|Bearer) )[A-Za-z0-9+/=._~-]+/gi,
  // API Gateway repeats these of a request whose signature it cannot read, or finds wrong.
  /(?<=')[^'\s]+(?=' not a valid key=value pair)/g,
  /(?<=\b(x-amz-security-token|authorization)["']?[:=,]\s*["']?)[^\s"',]+/gi,
  /(?<=\bSignature=)[0-9a-f]+/gi,
  // Of a URL: user and password.
  /(?<=\/\/)[^\s/@]+(?=@)/g,
];

/** @param known secrets of this very run, whatever their form; they are found in base64 and escaped as well */
export function redact(text: string, known: readonly (string | undefined)[] = []): string {
  const without = known.reduce<string>(
    (rest, secret = '') => spellings(secret).reduce((some, spelling) => some.replaceAll(spelling, '[secret]'), rest),
    text,
  );
  return SECRETS.reduce((rest, pattern) => rest.replaceAll(pattern, '[secret]'), without);
}

function spellings(secret: string): readonly string[] {
  const all = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
  return all.filter((spelling) => spelling !== '');
}
