/** The document that a project is read from: found, and copied into `projects/` when it is somewhere else. */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { CliError, usageError } from '../cli-error.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { findReferences } from './find-references.ts';
import type { NewFile } from './install-files.ts';

export interface DocumentFile {
  /** Below `projects/`, with slashes. */
  readonly name: string;
  /** The document and what it refers to, as far as these are not in `projects/` yet; the document first. */
  readonly copies: readonly NewFile[];
}

/** What Node runs, and the files that tell it and its tools how. */
const RUNS = /\.([cm]?[jt]sx?|node|wasm)$|^(package|[jt]sconfig|biome)\b.*\.jsonc?$|^\./i;

/** More than a description has, and fewer than a folder that was named by mistake. */
const MOST_FILES = 200;

/** @throws CliError when there is no such file, or another one of its name in `projects/` */
export function findDocument(given: string, projectsFolder: string): DocumentFile {
  const file = path.resolve(given);
  if (!isFile(file)) {
    throw usageError(`--file ${given} is no file.`, 'Name the document that the project is read from.');
  }
  const inside = path.relative(projectsFolder, file);
  if (!inside.startsWith('..') && !path.isAbsolute(inside)) {
    return { name: inside.split(path.sep).join('/'), copies: [] };
  }
  const folder = path.dirname(file);
  const copies = [...collect(file, folder)].map(([source, content]) => ({
    path: path.join(projectsFolder, path.relative(folder, source)),
    content,
  }));
  for (const { path: place } of copies) {
    refuseToRun(path.basename(place));
    refuseExisting(place, projectsFolder);
  }
  return { name: path.basename(file), copies };
}

/** The document with all that it refers to, directly or through others. */
function collect(file: string, folder: string): ReadonlyMap<string, Buffer> {
  const below = new Map<string, Buffer>();
  const waiting = [file];
  for (const source of waiting) {
    if (below.has(source) || below.size === MOST_FILES) continue;
    const content = readFileSync(source);
    below.set(source, content);
    for (const reference of findReferences(content.toString('utf8'))) {
      const target = path.resolve(path.dirname(source), reference);
      // What is missing is told when the projects are tried out.
      if (!isFile(target)) continue;
      // A link leads to where it leads, whatever it is called.
      if (isOutside(target, folder) || isOutside(realpathSync(target), realpathSync(folder))) {
        throw usageError(
          `${path.basename(source)} refers to ${reference}, which does not lie below the folder of --file ${path.basename(file)}, so it has no place beside its copy.`,
          'Put all of it into a folder of projects/, and name the document there with --file.',
        );
      }
      waiting.push(target);
    }
  }
  return below;
}

function isOutside(file: string, folder: string): boolean {
  return path.relative(folder, file).startsWith('..');
}

function refuseToRun(name: string): void {
  if (!RUNS.test(name)) return;
  throw usageError(
    `${name} is no name of a document: in projects/ it would be run, or change what is run.`,
    'Give it another name, such as one that ends in .wsdl, .yaml or .json.',
  );
}

function refuseExisting(place: string, projectsFolder: string): void {
  if (!existsSync(place)) return;
  const name = path.relative(projectsFolder, place).split(path.sep).join('/');
  throw new CliError(
    `projects/${name} exists already, and nothing is written over it.`,
    'If the document is in projects/ already, name it there with --file; else put it and its files into a folder of their own there.',
    EXIT_CODES.conflict,
  );
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}
