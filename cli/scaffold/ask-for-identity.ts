/** What a new project is called and where it is found; neither may be another project's. */
import { CliError } from '../cli-error.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { Session } from '../session.ts';
import { askText } from './ask.ts';
import { checkContextPath, checkName, checkSpeaking, checkVersion } from './check-answers.ts';
import type { KnownProject, KnownProjects } from './known-projects.ts';
import { fileNameOf } from './names.ts';

export interface Identity {
  readonly displayName: string;
  readonly id: string | undefined;
  readonly version: string | undefined;
  readonly contextPath: string;
}

export interface GivenIdentity {
  readonly name: string | undefined;
  readonly id: string | undefined;
  readonly version: string | undefined;
  readonly contextPath: string | undefined;
}

/** @throws CliError when a project has the name, the id or the path already */
export async function askForIdentity(session: Session, given: GivenIdentity, known: KnownProjects): Promise<Identity> {
  const { id } = given;
  const displayName = await askText(session, given.name?.trim(), {
    flag: '--name',
    question: 'What is the project called?',
    check: (value) => checkName(value) ?? (id === undefined ? checkSpeaking(value) : undefined),
  });
  const version = await askText(session, given.version, {
    flag: '--version',
    question: 'Which version is it? It follows the context path; empty for none',
    initial: '',
    check: checkVersion,
  });
  const contextPath = await askText(session, given.contextPath, {
    flag: '--context-path',
    question: 'Under which context path is it found?',
    initial: `/${fileNameOf(id ?? displayName)}`,
    check: checkContextPath,
  });
  const identity = { displayName, id, version: version === '' ? undefined : version, contextPath };
  refuseClash(identity, known.projects);
  return identity;
}

function refuseClash({ displayName, id, version, contextPath }: Identity, projects: readonly KnownProject[]): void {
  const sameName = projects.find(
    (other) =>
      other.displayName.toLowerCase() === displayName.toLowerCase() &&
      (other.version === undefined || version === undefined || other.version === version),
  );
  if (sameName !== undefined) {
    throw conflict(
      `There is a project called ${nameOf(sameName)} already.`,
      'Give another --name, or each its own --version.',
    );
  }
  const sameId = projects.find((other) => other.id === id);
  if (sameId !== undefined) throw conflict(`${nameOf(sameId)} has the id already.`, 'Give another --id.');
  const path = version === undefined ? contextPath : `${contextPath}/${version}`;
  const samePath = projects.find((other) => other.path === path);
  if (samePath !== undefined) {
    throw conflict(`${nameOf(samePath)} has the path ${path} already.`, 'Give another --context-path or --version.');
  }
}

/** `"Orders" (orders-1.0)` */
export function nameOf({ displayName, id }: KnownProject): string {
  return `"${displayName}" (${id})`;
}

function conflict(what: string, next: string): CliError {
  return new CliError(what, next, EXIT_CODES.conflict);
}
