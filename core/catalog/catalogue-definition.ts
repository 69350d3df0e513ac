/** A catalogue as an operator writes it, before it has been checked. */
import type { ApiProject } from './api-project.ts';
import type { ServerGroup } from './server-group.ts';

export interface CatalogueDefinition {
  readonly serverGroups: readonly ServerGroup[];
  readonly projects: readonly ApiProject[];
}
