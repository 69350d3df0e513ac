/** The document that a project is read from: found, and copied into `projects/` when it is somewhere else. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { CliError, usageError } from '../cli-error.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { NewFile } from './install-files.ts';

export interface DocumentFile {
  /** Below `projects/`, with slashes. */
  readonly name: string;
  /** What has to be written, when it is not there yet. */
  readonly copy: NewFile | undefined;
  /** Other files that it names, relative to itself. */
  readonly references: readonly string[];
}

/** What Node runs, and the files that tell it and its tools how. */
const RUNS = /\.([cm]?[jt]sx?|node|wasm)$|^(package|[jt]sconfig|biome)\b.*\.jsonc?$|^\./i;

/** @throws CliError when there is no such file, or another one of its name in `projects/` */
export function findDocument(given: string, projectsFolder: string): DocumentFile {
  const file = path.resolve(given);
  if (!existsSync(file) || !statSync(file).isFile()) {
    throw usageError(`--file ${given} is no file.`, 'Name the document that the project is read from.');
  }
  const content = readFileSync(file);
  const references = referencesOf(content.toString('utf8'));
  const inside = path.relative(projectsFolder, file);
  if (!inside.startsWith('..') && !path.isAbsolute(inside)) {
    return { name: inside.split(path.sep).join('/'), copy: undefined, references: [] };
  }
  const name = path.basename(file);
  if (RUNS.test(name)) {
    throw usageError(
      `${name} is no name of a document: in projects/ it would be run, or change what is run.`,
      'Give it another name, such as one that ends in .wsdl, .yaml or .json.',
    );
  }
  if (existsSync(path.join(projectsFolder, name))) {
    throw new CliError(
      `projects/${name} exists already, and nothing is written over it.`,
      `Name it with --file projects/${name} if it is the document, or give yours another name.`,
      EXIT_CODES.conflict,
    );
  }
  return { name, copy: { path: path.join(projectsFolder, name), content }, references };
}

/** What WSDL and XML Schema import or include, and what an OpenAPI document refers to, by relative addresses. */
function referencesOf(content: string): readonly string[] {
  const imports = content.matchAll(
    /<(?:[\w.-]+:)?(?:import|include)\b[^<>]*?\b(?:schemaLocation|location)\s*=\s*["']([^"']+)/g,
  );
  const pointers = content.matchAll(/["']?\$ref["']?\s*:\s*["']?([^"'#\s][^"'#\s]*)/g);
  const named = [...imports, ...pointers].map(([, name = '']) => name);
  return [...new Set(named.filter((name) => !/^[a-z][a-z0-9+.-]*:/i.test(name)))];
}
