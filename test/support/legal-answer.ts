/** Finds what API Gateway could not send on of a function's answer, whatever the answer is meant to be. */

const KEYS = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded']);
/** RFC 9110 §5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** RFC 9110 §5.5, without what is obsolete, and without blanks at the ends. */
const VALUE = /^([\x21-\x7e]([\x20-\x7e\t]*[\x21-\x7e])?)?$/;

/**
 * @param statuses that the function has
 * @param maximumBody characters
 * @throws Error that says what is wrong
 */
export function expectLegalAnswer(answer: unknown, statuses: ReadonlySet<number>, maximumBody: number): void {
  if (typeof answer !== 'object' || answer === null) throw new Error(`The answer is ${answer}.`);
  const { statusCode, headers = {}, multiValueHeaders = {}, body } = answer as Record<string, unknown>;
  for (const key of Object.keys(answer)) if (!KEYS.has(key)) throw new Error(`An answer has no ${key}.`);
  if (!statuses.has(statusCode as number)) throw new Error(`The status is ${statusCode}.`);
  if (typeof body !== 'string') throw new Error(`The body is ${typeof body}.`);
  if (body.length > maximumBody) throw new Error(`The body has ${body.length} characters.`);
  for (const [name, value] of [...Object.entries(headers as object), ...Object.entries(multiValueHeaders as object)]) {
    if (!TOKEN.test(name)) throw new Error(`A header is named ${JSON.stringify(name)}.`);
    for (const one of [value].flat()) {
      if (typeof one !== 'string' || !VALUE.test(one)) throw new Error(`${name} is ${JSON.stringify(one)}.`);
    }
  }
}
