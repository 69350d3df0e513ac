/** All REST projects of a server group, and what they share: the verifier, the forwarding function, the sample backend. */
import { Construct } from 'constructs';
import type { RestProject } from '#core/catalog/api-project.ts';
import { type DeployedCatalogue, needsForwarding, targetIn } from '#core/catalog/deployed-catalogue.ts';
import type { ServerGroup } from '#core/catalog/server-group.ts';
import type { Target } from '#core/catalog/target.ts';
import { ApiProject } from './api-project.ts';
import { type Backend, backendOfUrl } from './backend.ts';
import { Forward } from './forward.ts';
import type { GatewayApi } from './gateway-api.ts';
import type { RegistryTables } from './registry-tables.ts';
import { SampleBackend } from './sample-backend.ts';
import { VerifyAccessToken } from './verify-access-token.ts';

export interface ApiProjectsProps {
  readonly group: ServerGroup;
  readonly projects: readonly RestProject[];
  readonly catalogue: DeployedCatalogue;
  readonly gateway: GatewayApi;
  readonly issuer: string;
  readonly tables: RegistryTables;
}

export class ApiProjects extends Construct {
  /** Present if a project uses it. */
  readonly sampleBackend: SampleBackend | undefined;

  constructor(scope: Construct, id: string, { group, projects, catalogue, gateway, issuer, tables }: ApiProjectsProps) {
    super(scope, id);
    const usesSampleBackend = projects.some((project) => targetIn(project, group).kind === 'sample-backend');
    this.sampleBackend = usesSampleBackend ? new SampleBackend(this, 'SampleBackend', { group }) : undefined;
    const forward = projects.some(needsForwarding)
      ? new Forward(this, 'Forward', { group, catalogue, sampleBackendUrl: this.sampleBackend?.url ?? 'none' })
      : undefined;
    const verify = new VerifyAccessToken(this, 'VerifyAccessToken', {
      group,
      catalogue,
      issuer,
      gatewayUrl: gateway.url,
      tables,
    });
    for (const project of projects) {
      new ApiProject(this, project.id, {
        project,
        gateway,
        verify,
        forward: needsForwarding(project) ? forward : undefined,
        backend: this.backendOf(targetIn(project, group)),
      });
    }
  }

  private backendOf(target: Target): Backend {
    if (target.kind === 'url') return backendOfUrl(target);
    if (this.sampleBackend === undefined) throw new Error('There is no sample backend.');
    return { root: this.sampleBackend.url, base: this.sampleBackend.url };
  }
}
