/** Finds what a log says of a request that it must not say. */
import type { LogFields } from '#adapters/runtime/log.ts';
import { MARK } from './hostile-events.ts';

export interface LoggedLine {
  readonly event: string;
  readonly fields?: LogFields | undefined;
}

/** What a caller chooses within the rules for it. */
const OF_THE_REQUEST = new Set(['requestId', 'principal', 'productId', 'clientId']);

/**
 * @param secrets that stand in no line
 * @throws Error that says what is wrong
 */
export function expectDiscreetLog(lines: readonly LoggedLine[], secrets: readonly string[]): void {
  for (const { event, fields = {} } of lines) {
    for (const [name, value] of Object.entries(fields)) {
      if (!['string', 'number', 'undefined'].includes(typeof value)) {
        throw new Error(`"${event}": ${name} is of the type ${typeof value}.`);
      }
      const text = String(value);
      if (text.length > 1_000 || /[^ -~]/.test(text))
        throw new Error(`"${event}": ${name} is ${JSON.stringify(text)}.`);
      if (secrets.some((secret) => text.includes(secret))) throw new Error(`"${event}": ${name} holds a secret.`);
      if (!OF_THE_REQUEST.has(name) && text.includes(MARK)) throw new Error(`"${event}": ${name} is ${text}.`);
    }
  }
}
