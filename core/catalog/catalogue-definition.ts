/** A catalogue as an operator writes it: before the files that it names have been read, and before it has been checked. */
import type { ApiProject } from './api-project.ts';
import type { ServerGroup } from './server-group.ts';
import type { SourceProject } from './source-project.ts';

export interface CatalogueDefinition {
  readonly serverGroups: readonly ServerGroup[];
  readonly projects: readonly (ApiProject | SourceProject)[];
}
