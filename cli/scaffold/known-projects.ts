/** The server groups and API projects that `projects/` declares. */
import type { EvaluateCatalogue } from './evaluate-catalogue.ts';

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
  /** All that its callers may need. */
  readonly scopes: readonly string[];
}

/** Problems are in the catalogue's own words. */
export type CatalogueReading =
  | { readonly ok: true; readonly known: KnownProjects }
  | { readonly ok: false; readonly problems: readonly string[] };

/** @param file the catalogue */
export async function readCatalogue(file: string, evaluate: EvaluateCatalogue): Promise<CatalogueReading> {
  const { serverGroups, projects, problems } = fieldsOf(await evaluate(file));
  if (Array.isArray(problems)) return { ok: false, problems: problems.map(String) };
  if (!Array.isArray(serverGroups) || !Array.isArray(projects)) throw new Error(`${file} has no outline.`);
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
  const { id, displayName, contextPath, version, scopes } = fieldsOf(value);
  const segment = typeof version === 'string' ? version : undefined;
  return {
    id: String(id),
    displayName: String(displayName),
    version: segment,
    path: segment === undefined ? String(contextPath) : `${contextPath}/${segment}`,
    scopes: Array.isArray(scopes) ? scopes.map(String) : [],
  };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
