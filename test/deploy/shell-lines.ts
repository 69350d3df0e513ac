/** What `npm run test:deploy -- --hold` prints for the other terminal: lines for its shell, which make AWS tools use the account. */

/** Would win over the account's variables, or go with keys that they do not belong to. */
const ALWAYS = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_SESSION_TOKEN'];

/** @param callers the environment of whoever asks, whose endpoints of single services would win as well */
export function shellLines(
  environment: Readonly<Record<string, string>>,
  callers: NodeJS.ProcessEnv,
): readonly string[] {
  const endpoints = Object.keys(callers).filter((name) => name.startsWith('AWS_ENDPOINT_URL_'));
  return [
    `unset ${[...ALWAYS, ...endpoints.toSorted()].join(' ')}`,
    ...Object.entries(environment).map(([name, value]) => `export ${name}='${value}'`),
  ];
}
