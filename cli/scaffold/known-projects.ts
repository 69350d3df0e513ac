/** The server groups and API projects that `projects/` declares, read in a process of its own: they are code. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

export interface KnownProjects {
  readonly serverGroups: readonly KnownServerGroup[];
  readonly projects: readonly KnownProject[];
}

export interface KnownServerGroup {
  readonly name: string;
  /** Made for trying things out: `cdk destroy` takes its tables away as well. */
  readonly forTrials: boolean;
}

export interface KnownProject {
  readonly id: string;
  readonly displayName: string;
  readonly version: string | undefined;
  /** Below the stage, with its version. */
  readonly path: string;
}

/** Problems are in the catalogue's own words. */
export type CatalogueReading =
  | { readonly ok: true; readonly known: KnownProjects }
  | { readonly ok: false; readonly problems: readonly string[] };

const READER = path.resolve(import.meta.dirname, '../../bin/print-catalogue.ts');

/** @param file the catalogue */
export async function readCatalogue(file: string): Promise<CatalogueReading> {
  const { stdout } = await promisify(execFile)(process.execPath, [READER, file], { maxBuffer: 64 * 1024 * 1024 });
  // Whatever else the operator's files print comes before it.
  const answer: unknown = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
  const { catalogue, problems } = fieldsOf(answer);
  if (Array.isArray(problems)) return { ok: false, problems: problems.map(String) };
  const { serverGroups, projects } = fieldsOf(catalogue);
  if (!Array.isArray(serverGroups) || !Array.isArray(projects)) {
    return { ok: false, problems: ['It exports no "catalogue" that defineCatalogue has made.'] };
  }
  return {
    ok: true,
    known: { serverGroups: serverGroups.map(toServerGroup), projects: projects.map(toProject) },
  };
}

function toServerGroup(value: unknown): KnownServerGroup {
  const { name, removal } = fieldsOf(value);
  return { name: String(name), forTrials: removal === 'destroy' };
}

function toProject(value: unknown): KnownProject {
  const { id, displayName, contextPath, version } = fieldsOf(value);
  const segment = typeof version === 'string' ? version : undefined;
  return {
    id: String(id),
    displayName: String(displayName),
    version: segment,
    path: segment === undefined ? String(contextPath) : `${contextPath}/${segment}`,
  };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
