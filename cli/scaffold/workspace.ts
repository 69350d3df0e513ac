/** The operator's `projects/` as they are, and a try of how they would be. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CliError, usageError } from '../cli-error.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { nameOf } from './ask-for-identity.ts';
import type { EvaluateCatalogue } from './evaluate-catalogue.ts';
import type { NewFile } from './install-files.ts';
import { type KnownProject, type KnownProjects, readCatalogue } from './known-projects.ts';
import { tryProjects } from './try-projects.ts';

export interface Workspace {
  readonly root: string;
  /** `projects/` */
  readonly folder: string;
  readonly catalogueFile: string;
  /** Of the catalogue, as it stands there. */
  readonly source: string;
  readonly known: KnownProjects;
  readonly evaluate: EvaluateCatalogue;
}

/** @throws CliError when there is no catalogue, or one that has problems already */
export async function openWorkspace(root: string, evaluate: EvaluateCatalogue): Promise<Workspace> {
  const folder = path.join(root, 'projects');
  const catalogueFile = path.join(folder, 'catalogue.ts');
  if (!existsSync(catalogueFile)) {
    throw new CliError('There is no projects/catalogue.ts.', 'Run it in a clone of Tollgate.', EXIT_CODES.notFound);
  }
  const reading = await readCatalogue(catalogueFile, evaluate);
  if (!reading.ok) {
    throw usageError(
      `projects/catalogue.ts has problems as it is: ${reading.problems.join(' ')}`,
      'Correct them first; nothing was written.',
    );
  }
  return { root, folder, catalogueFile, source: readFileSync(catalogueFile, 'utf8'), known: reading.known, evaluate };
}

/**
 * The project that these files add.
 *
 * @throws CliError with the catalogue's own words where it does not accept them, or when they add nothing
 */
export async function tryOut({ root, known, evaluate }: Workspace, files: readonly NewFile[]): Promise<KnownProject> {
  const reading = await tryProjects(root, files, evaluate);
  if (!reading.ok) {
    throw usageError(
      `The projects would not be valid: ${reading.problems.join(' ')}`,
      'Nothing was written; correct it, and run the command again.',
    );
  }
  const isOld = (one: KnownProject) => known.projects.some((other) => other.id === one.id && other.path === one.path);
  const [added, ...more] = reading.known.projects.filter((one) => !isOld(one));
  if (added === undefined || more.length > 0) {
    throw usageError(
      'With the project in the list of projects/catalogue.ts, the catalogue would not hold it; nothing was written.',
      'Look at what else the file does with that list.',
    );
  }
  const sameId = known.projects.find(({ id }) => id === added.id);
  if (sameId === undefined) return added;
  throw new CliError(`${nameOf(sameId)} has the id ${added.id} already.`, 'Give another --id.', EXIT_CODES.conflict);
}
