/** What the function that serves documents knows of the catalogue: the documents of projects, and how they are protected. */
import { type BackendProject, projectPath } from './api-project.ts';
import type { ProjectDocument } from './project-document.ts';
import { type ProtectedResource, protectedResourceOf } from './protected-resource.ts';

export interface DocumentCatalogue {
  readonly documents: readonly DeployedDocument[];
  readonly protectedResources: readonly ProtectedResource[];
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
    protectedResources: projects.flatMap((project) => protectedResourceOf(project) ?? []),
  };
}
