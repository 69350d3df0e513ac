/** Whether an answer can be given back through Lambda, which limits it as JSON, with its body in base64. */
import type { Pairs } from './forward-call.ts';

/** Bytes of UTF-8 that a function may return to a synchronous call. */
const LARGEST_RESULT = 6 * 1_024 * 1_024;
/** Room for the status, the names of the fields and what is added to a header. */
const ENVELOPE = 200;

/** Bytes of a body that would fit if nothing else were there: none above it needs to be read. */
export const LARGEST_BODY = (LARGEST_RESULT / 4) * 3;

/** @param bodySize bytes */
export function answerFits(headers: Pairs, bodySize: number): boolean {
  const base64 = Math.ceil(bodySize / 3) * 4;
  const fields = headers.reduce((sum, [name, value]) => sum + jsonSize(name) + jsonSize(value) + ':[],'.length, 0);
  return base64 + fields + ENVELOPE <= LARGEST_RESULT;
}

/** At most so many bytes: a UTF-16 code unit takes up to three in UTF-8. */
function jsonSize(text: string): number {
  return JSON.stringify(text).replace(/[^ -~]/g, '???').length;
}
