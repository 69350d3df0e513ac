/** Connects the routes that only tell: the audit trail, the catalogue, and the description of the API. */
import type { DeployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import { openApiDocument } from '#core/registry/contract/openapi-document.ts';
import { ROUTES } from '#core/registry/contract.ts';
import type { AuditTrail, Clock } from '#core/registry/ports.ts';
import { wireAuditEntry } from '#core/registry/wire.ts';
import { wireProjects } from '#core/registry/wire-project.ts';
import { failure, success } from '#core/result.ts';
import { operation } from './registry-operation.ts';
import { listPage } from './registry-page.ts';

export interface ReadingPorts {
  readonly auditTrail: AuditTrail;
  readonly catalogue: DeployedCatalogue;
  /** URL of the stage that projects are found below, without a slash at its end. */
  readonly gatewayUrl: string;
  readonly clock: Clock;
}

export function readingOperations({ auditTrail, catalogue, gatewayUrl, clock }: ReadingPorts) {
  const projects = wireProjects(catalogue, gatewayUrl);
  return {
    listAuditEntries: operation(ROUTES.listAuditEntries, ({ query }) => {
      const { entity, day = new Date(clock()).toISOString().slice(0, 10) } = query;
      return entity === undefined
        ? listPage(`audit?day=${day}`, query, (page) => auditTrail.listOfDay(day, page), wireAuditEntry)
        : listPage(`audit?entity=${entity}`, query, (page) => auditTrail.listOfEntity(entity, page), wireAuditEntry);
    }),
    listProjects: operation(ROUTES.listProjects, async () => success({ body: { items: projects } })),
    readProject: operation(ROUTES.readProject, async ({ path }) => {
      const body = projects.find(({ projectId }) => projectId === path.projectId);
      return body === undefined ? failure({ reason: 'not_found' } as const) : success({ body });
    }),
    readOpenApi: operation(ROUTES.readOpenApi, async () => success({ body: openApiDocument() })),
  };
}
