/** The outline of a catalogue, or what is wrong with it, as plain data: all that a tool which adds a project has to know. */
import type { ApiProject } from '#core/catalog/api-project.ts';
import type { CatalogueDefinition } from '#core/catalog/catalogue-definition.ts';
import { readSources } from './read-sources.ts';

export type CatalogueOutline =
  | {
      readonly serverGroups: readonly { readonly name: string; readonly removal: string }[];
      readonly projects: readonly ProjectOutline[];
    }
  | { readonly problems: readonly string[] };

interface ProjectOutline {
  readonly id: string;
  readonly displayName: string;
  readonly contextPath: string;
  readonly version: string | undefined;
  /** All that its callers may need. */
  readonly scopes: readonly string[];
}

/**
 * The files that projects name are read as well, so that one which no project can be made of is known.
 *
 * @param load imports the catalogue's file, which is code: it may throw anything
 * @param folder that the names of files are relative to
 */
export async function outlineCatalogue(
  load: () => Promise<{ readonly catalogue?: unknown }>,
  folder: string,
): Promise<CatalogueOutline> {
  try {
    const { catalogue } = await load();
    if (!isDefinition(catalogue)) return { problems: ['It exports no "catalogue" that defineCatalogue has made.'] };
    const { serverGroups, projects } = await readSources(catalogue, folder);
    return {
      serverGroups: serverGroups.map(({ name, removal }) => ({ name, removal })),
      projects: projects.map((project) => {
        const { id, displayName, contextPath, version } = project;
        return { id, displayName, contextPath, version, scopes: scopesOf(project) };
      }),
    };
  } catch (error) {
    return { problems: problemsOf(error) };
  }
}

function scopesOf(project: ApiProject): readonly string[] {
  if (project.kind === 'token-endpoint') return [];
  return [...new Set(Object.values(project.policies).flatMap(({ scopes }) => scopes))];
}

function isDefinition(value: unknown): value is CatalogueDefinition {
  if (typeof value !== 'object' || value === null) return false;
  return 'serverGroups' in value && 'projects' in value && Array.isArray(value.projects);
}

/** By its form: a CatalogueError may come from a copy of its module. */
function problemsOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [String(error)];
  if ('problems' in error && Array.isArray(error.problems)) return error.problems.map(String);
  return [`${error.name}: ${error.message}`];
}
