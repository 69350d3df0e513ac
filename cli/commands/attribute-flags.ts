/** `--attribute name=value`, as often as there are attributes. */
import { usageError } from '../cli-error.ts';

export const ATTRIBUTE_FLAG = {
  kind: 'list',
  value: 'name=value',
  description: 'A free attribute; may be given several times',
} as const;

export const ATTRIBUTE_CHANGE_FLAG = {
  kind: 'list',
  value: 'name=value',
  description: 'Set an attribute; `name=` takes it away; may be given several times',
} as const;

/** Undefined for none. */
export function readAttributes(given: readonly string[]): Readonly<Record<string, string>> | undefined {
  return given.length === 0 ? undefined : Object.fromEntries(given.map(readAttribute));
}

/** As a merge patch: null takes an attribute away. */
export function readAttributeChanges(given: readonly string[]): Readonly<Record<string, string | null>> | undefined {
  if (given.length === 0) return undefined;
  return Object.fromEntries(given.map(readAttribute).map(([name, value]) => [name, value === '' ? null : value]));
}

function readAttribute(text: string): readonly [string, string] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw usageError(`--attribute wants name=value, not "${text}".`);
  return [name, value];
}
