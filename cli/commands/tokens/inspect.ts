/** `tollgate tokens inspect` */
import { readFileSync } from 'node:fs';
import { inspectToken, type TokenInspection } from '#adapters/http/inspect-token.ts';
import { CliError, usageError } from '../../cli-error.ts';
import { defineCommand } from '../../command/command.ts';
import { EXIT_CODES } from '../../exit-codes.ts';
import type { Column } from '../../output/table.ts';
import type { Session } from '../../session.ts';
import { denialText } from '../../token/denial-texts.ts';
import { findRegistryDenial } from '../../token/find-registry-denial.ts';

export const inspectTokenCommand = defineCommand({
  name: 'tokens inspect',
  summary: 'Decode and verify an access token, and say why it would be denied',
  details:
    'The token comes from stdin or a file and is sent nowhere: the published keys are fetched, and the registry is asked by its consumer key. Exits with 1 when it would be denied.',
  examples: [
    { line: 'tollgate tokens get | tollgate tokens inspect', about: 'A fresh one' },
    { line: 'tollgate tokens inspect --token-file token.txt --offline', about: 'By the published keys alone' },
  ],
  arguments: {},
  flags: {
    tokenFile: { kind: 'text', value: 'path', description: 'Read the token from this file (default: stdin)' },
    offline: { kind: 'switch', description: 'Do not ask the registry for the state of its subscription' },
  },
  run: async (_, { tokenFile, offline }, session) => {
    const { issuer, jwksUrl, gatewayUrl } = await session.target();
    if (issuer === undefined || jwksUrl === undefined || gatewayUrl === undefined) {
      throw usageError('Where the keys are published is not known.', 'Name the server group with --server-group.');
    }
    const token = (await readToken(session, tokenFile)).trim();
    const jwks = await fetchKeys(session, jwksUrl);
    const now = session.now();
    const found = await inspectToken(token, { issuer, audience: gatewayUrl, jwks, now });
    const denied = found.denied ?? (offline ? undefined : await askRegistry(session, found, now));
    const verdict = {
      ...found,
      accepted: denied === undefined,
      ...(denied !== undefined && { denied, because: denialText(denied) }),
    };
    session.out.thing(verdict, FIELDS);
    if (denied !== undefined) session.setExitCode(EXIT_CODES.failure);
  },
});

type Verdict = TokenInspection & { readonly accepted: boolean; readonly because?: string };

const claim = (name: string) => ({
  heading: name,
  value: ({ claims }: Verdict) => (claims?.[name] === undefined ? undefined : String(claims[name])),
});
const time = (name: string) => ({
  heading: name,
  value: ({ claims }: Verdict) => {
    const seconds = claims?.[name];
    return typeof seconds === 'number' && Math.abs(seconds) < 8e12
      ? new Date(seconds * 1_000).toISOString()
      : undefined;
  },
});

const FIELDS: readonly Column<Verdict>[] = [
  {
    heading: 'verdict',
    value: ({ accepted, denied, because }) =>
      accepted ? 'would be accepted' : `would be denied: ${denied}. ${because}`,
  },
  ...['iss', 'aud', 'client_id', 'client', 'product', 'scope', 'jti'].map(claim),
  ...['iat', 'exp'].map(time),
  { heading: 'kid', value: ({ header }) => (header?.kid === undefined ? undefined : String(header.kid)) },
  { heading: 'typ', value: ({ header }) => (header?.typ === undefined ? undefined : String(header.typ)) },
];

async function readToken({ prompts, readStdin }: Session, file: string | undefined): Promise<string> {
  if (file === undefined) return prompts.interactive ? prompts.password('Access token') : readStdin();
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CliError(`${file} cannot be read.`, 'Check the path given with --token-file.', EXIT_CODES.usage, {
      cause,
    });
  }
}

async function fetchKeys({ fetch, targetFlags }: Session, url: string): Promise<unknown> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(15_000) });
    if (answer.ok) return await answer.json();
  } catch {
    // Said below, whatever it was.
  }
  throw new CliError(
    `The keys cannot be fetched from ${url}.`,
    `Try again, or run tollgate doctor${targetFlags}.`,
    EXIT_CODES.retryable,
  );
}

/** A registry that cannot be asked takes nothing from what the token says of itself. */
async function askRegistry(
  session: Session,
  { claims = {} }: TokenInspection,
  now: number,
): Promise<string | undefined> {
  try {
    return await findRegistryDenial(await session.registry(), claims, now);
  } catch {
    session.out.talk('Warning: the registry could not be asked for the state of the subscription.');
    return undefined;
  }
}
