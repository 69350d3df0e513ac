/** Reads the environment variables that a function says it needs, all of them or none. */
import { Fault } from '#core/fault.ts';

/**
 * @param names as listed in the function's environment.ts
 * @throws Error that names every missing variable at once
 */
export function readEnvironment<Name extends string>(
  names: readonly Name[],
  variables: Readonly<Record<string, string | undefined>>,
): Readonly<Record<Name, string>> {
  const missing = names.filter((name) => !variables[name]);
  if (missing.length > 0) throw new Fault(`Missing environment variables: ${missing.join(', ')}.`);
  return Object.assign(Object.create(null), Object.fromEntries(names.map((name) => [name, variables[name]])));
}
