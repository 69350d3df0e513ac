/** Finds names that are free: for the file of a project, for what it exports, and for the server groups that it imports. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { CliError, usageError } from '../cli-error.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { Identity } from './ask-for-identity.ts';
import type { CatalogueSource } from './catalogue-source.ts';
import type { KnownServerGroup } from './known-projects.ts';
import { exportNameOf, fileNameOf } from './names.ts';
import type { NamedServerGroup } from './project-draft.ts';

/** With the version, where the name alone is that of another version. */
export function chooseFileName(
  { displayName, id, version }: Identity,
  projects: string,
  catalogue: CatalogueSource | undefined,
): string {
  const name = fileNameOf(id ?? displayName);
  const isNoProject = name === 'catalogue' || sourcesOfServerGroups(catalogue).includes(`./${name}.ts`);
  const free = isNoProject ? `${name}-project` : name;
  const isThere = (one: string) => existsSync(path.join(projects, `${one}.ts`));
  const withVersion = `${free}-${fileNameOf(version ?? '')}`;
  const chosen = version !== undefined && isThere(free) ? withVersion : free;
  if (!isThere(chosen)) return chosen;
  throw new CliError(
    `projects/${chosen}.ts exists already, and nothing is written over it.`,
    'Give another --name; or register that file in projects/catalogue.ts, or take it away.',
    EXIT_CODES.conflict,
  );
}

function sourcesOfServerGroups(catalogue: CatalogueSource | undefined): readonly string[] {
  if (catalogue === undefined) return [];
  const { imports, serverGroups } = catalogue;
  return imports.filter(({ names }) => serverGroups.some((name) => names.has(name))).map(({ from }) => from);
}

/** Names that a project's file uses itself. */
const USED = ['defineTokenEndpoint', 'defineRestProject', 'defineWsdlProject', 'oauth2AccessTokens', 'sampleBackend'];

export function chooseExportName(fileName: string, catalogue: CatalogueSource, groups: readonly NamedServerGroup[]) {
  return exportNameOf(fileName, new Set([...catalogue.words, ...USED, ...groups.map(({ exportName }) => exportName)]));
}

/** Where each server group is imported from: the lists of the source and of what it evaluates to are in one order. */
export function nameServerGroups(
  catalogue: CatalogueSource,
  known: readonly KnownServerGroup[],
): readonly NamedServerGroup[] {
  return known.map(({ name }, index) => {
    const local = catalogue.serverGroups[index] ?? '';
    const { from, names } = catalogue.imports.find((one) => one.names.has(local)) ?? {};
    const exportName = names?.get(local);
    if (from === undefined || exportName === undefined || catalogue.serverGroups.length !== known.length) {
      throw usageError(
        `The server group "${name}" is imported by projects/catalogue.ts from no other file, so a project cannot be in it.`,
        'Define it in projects/server-groups.ts and import it from there.',
      );
    }
    return { name, exportName, from };
  });
}
