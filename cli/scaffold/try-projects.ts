/** Reads a copy of `projects/` in which files are added or changed: whether they work is known before anything is. */
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { EvaluateCatalogue } from './evaluate-catalogue.ts';
import type { NewFile } from './install-files.ts';
import { type CatalogueReading, readCatalogue } from './known-projects.ts';

/** @param files in `projects/` */
export async function tryProjects(
  projectRoot: string,
  files: readonly NewFile[],
  evaluate: EvaluateCatalogue,
): Promise<CatalogueReading> {
  // Inside the project, since the files' imports are resolved by its package.json; `.cache` is in no tool's way.
  const cache = path.join(projectRoot, '.cache');
  mkdirSync(cache, { recursive: true });
  const copy = mkdtempSync(path.join(cache, 'projects-'));
  const remove = () => rmSync(copy, { recursive: true, force: true });
  // Ctrl-C ends the process, and nothing of it is left.
  process.once('exit', remove);
  try {
    const projects = path.join(projectRoot, 'projects');
    cpSync(realpathSync(projects), copy, { recursive: true });
    for (const file of files) {
      const place = path.join(copy, path.relative(projects, file.path));
      mkdirSync(path.dirname(place), { recursive: true });
      // What was copied may be a link, through which nothing must be written.
      rmSync(place, { force: true });
      writeFileSync(place, file.content, { flag: 'wx' });
    }
    const reading = await readCatalogue(path.join(copy, 'catalogue.ts'), evaluate);
    // Problems name the place that a file is meant for, not the one where it was tried.
    return reading.ok
      ? reading
      : { ok: false, problems: reading.problems.map((problem) => problem.replaceAll(copy, projects)) };
  } finally {
    process.off('exit', remove);
    remove();
  }
}
