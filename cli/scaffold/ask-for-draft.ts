/** Asks for everything that a project of one kind is made of, and refuses what belongs to another kind. */
import { usageError } from '../cli-error.ts';
import { kebabCase } from '../command/flags.ts';
import type { Session } from '../session.ts';
import { missing, SEE_HELP } from './ask.ts';
import {
  askForExpiry,
  askForOtherTargets,
  askForSecurity,
  askForServerGroups,
  askForTargets,
  askForTokens,
  splitTarget,
} from './ask-for-details.ts';
import type { Identity } from './ask-for-identity.ts';
import { type Check, checkContextPath, checkExpiry, checkName, checkTarget, checkVersion } from './check-answers.ts';
import type { KnownServerGroup } from './known-projects.ts';
import type { Kind, NamedServerGroup, ProjectDraft } from './project-draft.ts';

export interface DraftFlags {
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly contextPath: string | undefined;
  readonly expiry: string | undefined;
  readonly file: string | undefined;
  readonly port: readonly string[];
  readonly serveOpenapi: boolean;
  readonly securityScheme: string | undefined;
  readonly target: readonly string[];
  readonly location: readonly string[];
  readonly scope: readonly string[];
  readonly public: boolean;
  readonly serverGroup: readonly string[];
}

export interface KnownSurroundings {
  readonly serverGroups: readonly KnownServerGroup[];
  readonly namedServerGroups: readonly NamedServerGroup[];
}

/** @param document the file of a wsdl or openapi project, below `projects/` */
export async function askForDraft(
  session: Session,
  kind: Kind,
  flags: DraftFlags,
  identity: Identity,
  { serverGroups: known, namedServerGroups }: KnownSurroundings,
  document: string,
): Promise<ProjectDraft> {
  const groups = await askForServerGroups(session, flags.serverGroup, known);
  const serverGroups = namedServerGroups.filter(({ name }) => groups.some((group) => group.name === name));
  const base = { ...identity, serverGroups };
  switch (kind) {
    case 'token-endpoint':
      return { ...base, kind, accessTokenExpiryTime: await askForExpiry(session, flags.expiry) };
    case 'rest': {
      const targets = await askForTargets(session, flags.target, groups);
      return { ...base, kind, targets, security: await askForSecurity(session, flags) };
    }
    case 'wsdl': {
      const targets = await askForOtherTargets(session, flags.target, groups);
      const security = await askForSecurity(session, flags);
      return { ...base, kind, file: document, ports: [...new Set(flags.port)], targets, security };
    }
    case 'openapi': {
      const targets = await askForOtherTargets(session, flags.target, groups);
      const security = await askForTokens(session, flags);
      const { securityScheme, serveOpenapi: serveOpenApi } = flags;
      return { ...base, kind, file: document, securityScheme, serveOpenApi, targets, security };
    }
  }
}

/** What each kind takes besides what all take. */
const OWN_FLAGS = {
  'token-endpoint': ['expiry'],
  rest: ['target', 'location', 'scope', 'public'],
  wsdl: ['file', 'port', 'target', 'location', 'scope', 'public'],
  // Which of its operations are public is said by the document.
  openapi: ['file', 'serveOpenapi', 'securityScheme', 'target', 'location', 'scope'],
} as const satisfies Readonly<Record<Kind, readonly (keyof DraftFlags)[]>>;

const SPECIAL_FLAGS = [
  'expiry',
  'file',
  'port',
  'serveOpenapi',
  'securityScheme',
  'target',
  'location',
  'scope',
  'public',
] as const;

/** @throws CliError for a flag of another kind, for a value that no project may have, and for what is missing when nobody can be asked */
export function checkFlags({ prompts }: Session, kind: Kind, flags: DraftFlags): void {
  const own: readonly string[] = OWN_FLAGS[kind];
  const foreign = SPECIAL_FLAGS.find((name) => !own.includes(name) && isGiven(flags[name]));
  if (foreign !== undefined) throw usageError(`A project of kind ${kind} takes no --${kebabCase(foreign)}.`, SEE_HELP);
  const required = own.includes('file') ? (['name', 'file'] as const) : (['name'] as const);
  const absent = required.filter((name) => flags[name] === undefined);
  const [problem] = CHECKS.flatMap(([name, check]) =>
    [flags[name] ?? []].flat().flatMap((value) => check(value) ?? []),
  );
  if (problem !== undefined) throw usageError(problem, SEE_HELP);
  if (!prompts.interactive && absent.length > 0) throw missing(absent.map((name) => `--${name}`));
}

/** What can be said of a value alone. */
const CHECKS = [
  ['name', checkName],
  ['version', checkVersion],
  ['contextPath', checkContextPath],
  ['expiry', checkExpiry],
  ['target', (value) => checkTarget(splitTarget(value).target)],
] as const satisfies readonly (readonly [keyof DraftFlags, Check])[];

function isGiven(value: string | boolean | readonly string[] | undefined): boolean {
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
}
