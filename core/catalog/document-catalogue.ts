/** What the function that serves documents knows of the catalogue: the documents of every project of a server group. */
import { type BackendProject, projectPath } from './api-project.ts';
import type { ProjectDocument } from './project-document.ts';

export interface DocumentCatalogue {
  readonly documents: readonly DeployedDocument[];
}

export interface DeployedDocument extends ProjectDocument {
  /** Of the project, below the stage, with the version. */
  readonly projectPath: string;
}

export function documentCatalogueOf(projects: readonly BackendProject[]): DocumentCatalogue {
  return {
    documents: projects.flatMap((project) =>
      (project.documents ?? []).map((document) => ({ ...document, projectPath: projectPath(project) })),
    ),
  };
}
