/** What a new project of each kind is made of, besides its name and path. */
import { InterruptedError, usageError } from '../cli-error.ts';
import type { Session } from '../session.ts';
import { askSeveral, askText, SEE_HELP } from './ask.ts';
import { checkExpiry, checkTarget } from './check-answers.ts';
import type { KnownServerGroup } from './known-projects.ts';
import { LOCATIONS, type Security, type Targets } from './project-draft.ts';

export async function askForServerGroups(
  session: Session,
  given: readonly string[],
  known: readonly KnownServerGroup[],
): Promise<readonly KnownServerGroup[]> {
  const forTrials = known.filter((group) => group.forTrials);
  const names = await askSeveral(session, given, {
    flag: '--server-group',
    noun: 'server group',
    question: 'Which server groups is it deployed to?',
    choices: known.map(({ name }) => name),
    initial: (forTrials.length > 0 ? forTrials : known.slice(0, 1)).map(({ name }) => name),
  });
  return known.filter(({ name }) => names.includes(name));
}

/** Milliseconds. */
export async function askForExpiry(session: Session, given: string | undefined): Promise<number> {
  const question = 'How long do access tokens live, in milliseconds?';
  return Number(await askText(session, given, { flag: '--expiry', question, initial: '3600000', check: checkExpiry }));
}

/** One for each server group: what is given, else the sample backend where things are tried out. */
export async function askForTargets(
  session: Session,
  given: readonly string[],
  serverGroups: readonly KnownServerGroup[],
): Promise<Targets> {
  const { general, own } = readTargets(given, serverGroups);
  const targets = new Map<string, string>();
  for (const { name, forTrials } of serverGroups) {
    const target = await askText(session, own.get(name) ?? general, {
      flag: `--target ${name}=URL`,
      question: `Where do calls of server group ${name} go? A base URL, or "sample" for the sample backend`,
      ...(forTrials && { initial: 'sample' }),
      check: checkTarget,
    });
    targets.set(name, target);
  }
  return targets;
}

/** None where the address that the document names is the target. */
export async function askForOtherTargets(
  session: Session,
  given: readonly string[],
  serverGroups: readonly KnownServerGroup[],
): Promise<Targets> {
  const { general, own } = readTargets(given, serverGroups);
  const missing = serverGroups.find(({ name }) => general === undefined && !own.has(name));
  if (own.size > 0 && missing !== undefined) {
    throw usageError(`There is no --target for server group ${missing.name}.`, 'Give one for each, or one for all.');
  }
  const asked =
    own.size > 0
      ? general
      : await askText(session, general, {
          flag: '--target',
          question: 'Where do calls go? A base URL; empty for the address that the document names',
          initial: '',
          check: (value) => (value === '' ? undefined : checkTarget(value)),
        });
  const entries = serverGroups.map(({ name }) => [name, own.get(name) ?? asked ?? ''] as const);
  return new Map(entries.filter(([, target]) => target !== ''));
}

/** `URL`, or `server-group=URL`. */
export function splitTarget(value: string): { readonly name: string | undefined; readonly target: string } {
  const [, name, target = value] = /^([a-z][a-z0-9-]*)=(.*)$/s.exec(value) ?? [];
  return { name, target };
}

/** One for all, and one for each server group that has its own. */
function readTargets(given: readonly string[], serverGroups: readonly KnownServerGroup[]) {
  const own = new Map<string, string>();
  let general: string | undefined;
  for (const value of given) {
    const { name, target } = splitTarget(value);
    if (name !== undefined && !serverGroups.some((group) => group.name === name)) {
      const names = serverGroups.map((group) => group.name).join(', ');
      throw usageError(`--target "${value}" is for a server group that the project is not in.`, `It is in: ${names}.`);
    }
    if (name === undefined ? general !== undefined : own.has(name)) {
      throw usageError(`--target "${value}" is a second one for the same.`, SEE_HELP);
    }
    if (name === undefined) general = target;
    else own.set(name, target);
  }
  return { general, own };
}

export interface GivenSecurity {
  readonly public: boolean;
  readonly location: readonly string[];
  readonly scope: readonly string[];
}

/** Without tokens everything is public, which nobody should get by leaving something out. */
export async function askForSecurity(session: Session, given: GivenSecurity): Promise<Security> {
  const { out, prompts } = session;
  const isSecured = given.location.length > 0 || given.scope.length > 0;
  if (given.public && isSecured) throw usageError('--public asks for no token, so it takes no --location or --scope.');
  if (given.public) return { kind: 'public' };
  if (!isSecured && prompts.interactive && !(await prompts.confirm('Secure it with OAuth 2.0 access tokens?', true))) {
    out.talk('Without them the project is public: anybody may call every path of it.');
    if (await prompts.confirm('Make all of it public?')) return { kind: 'public' };
    throw new InterruptedError('Nothing was written.');
  }
  return askForTokens(session, given);
}

export async function askForTokens(session: Session, given: Omit<GivenSecurity, 'public'>): Promise<Security> {
  const locations = await askSeveral(session, given.location, {
    flag: '--location',
    noun: 'place for a token',
    question: 'Where may callers put the token?',
    choices: LOCATIONS,
    initial: ['header'],
  });
  if (given.scope.length > 0) return { kind: 'tokens', locations, scopes: [...new Set(given.scope)] };
  const question = 'Which scopes must a token hold? With spaces between them; empty for none';
  const scopes = await askText(session, undefined, { flag: '--scope', question, initial: '' });
  return { kind: 'tokens', locations, scopes: [...new Set(scopes.split(/[\s,]+/).filter((one) => one !== ''))] };
}
