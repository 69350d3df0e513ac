/** All projects with a backend of a server group, and the functions that they share. */
import { Construct } from 'constructs';
import type { BackendProject } from '#core/catalog/api-project.ts';
import { type CallPath, callPathOf } from '#core/catalog/call-path.ts';
import type { DeployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import { documentCatalogueOf } from '#core/catalog/document-catalogue.ts';
import type { ServerGroup } from '#core/catalog/server-group.ts';
import { ApiProject } from './api-project.ts';
import type { Backends } from './backends.ts';
import { Forward } from './forward.ts';
import type { GatewayApi } from './gateway-api.ts';
import type { RegistryTables } from './registry-tables.ts';
import { ServeDocuments } from './serve-documents.ts';
import { VerifyAccessToken } from './verify-access-token.ts';
import { VerifyAndForward } from './verify-and-forward.ts';

export interface ApiProjectsProps {
  readonly group: ServerGroup;
  readonly projects: readonly BackendProject[];
  readonly backends: Backends;
  readonly catalogue: DeployedCatalogue;
  readonly gateway: GatewayApi;
  readonly issuer: string;
  readonly tables: RegistryTables;
}

export class ApiProjects extends Construct {
  constructor(scope: Construct, id: string, props: ApiProjectsProps) {
    super(scope, id);
    const { group, projects, backends, catalogue, gateway, issuer, tables } = props;
    const isUsed = (path: CallPath) => projects.some((project) => callPathOf(project) === path);
    const verifier = { group, catalogue, issuer, gatewayUrl: gateway.url, tables };
    const forward = isUsed('forward') ? new Forward(this, 'Forward', { group, catalogue }) : undefined;
    const verifyAndForward = isUsed('verify-and-forward')
      ? new VerifyAndForward(this, 'VerifyAndForward', verifier)
      : undefined;
    const documents = new ServeDocuments(this, 'ServeDocuments', {
      group,
      catalogue: documentCatalogueOf(projects),
      gateway,
      issuer,
      tokenPath: catalogue.tokenEndpoints.at(0)?.path ?? '',
    });
    const verify = new VerifyAccessToken(this, 'VerifyAccessToken', verifier);
    for (const project of projects) {
      new ApiProject(this, project.id, {
        project,
        group,
        gateway,
        verify,
        forward,
        verifyAndForward,
        documents,
        backend: backends.of(project),
      });
    }
  }
}
