/** The backends of a server group's projects, the sample backend among them if a project uses it. */
import { Construct } from 'constructs';
import type { BackendProject } from '#core/catalog/api-project.ts';
import { callPathOf } from '#core/catalog/call-path.ts';
import { secretVariable, targetIn, targetVariable } from '#core/catalog/deployed-catalogue.ts';
import { secretReference } from '#core/catalog/gateway-secret.ts';
import type { ServerGroup } from '#core/catalog/server-group.ts';
import { type Backend, backendOfUrl } from './backend.ts';
import { SampleBackend } from './sample-backend.ts';

export interface BackendsProps {
  readonly group: ServerGroup;
  readonly projects: readonly BackendProject[];
}

export class Backends extends Construct {
  private readonly group: ServerGroup;
  private readonly projects: readonly BackendProject[];
  /** Present if a project uses it. */
  readonly sampleBackend: SampleBackend | undefined;

  constructor(scope: Construct, id: string, { group, projects }: BackendsProps) {
    super(scope, id);
    this.group = group;
    this.projects = projects;
    const isUsed = projects.some((project) => targetIn(project, group).kind === 'sample-backend');
    this.sampleBackend = isUsed ? new SampleBackend(this, 'SampleBackend', { group }) : undefined;
  }

  of(project: BackendProject): Backend {
    const target = targetIn(project, this.group);
    if (target.kind === 'url') return backendOfUrl(target);
    if (this.sampleBackend === undefined) throw new Error('There is no sample backend.');
    return { root: this.sampleBackend.url, base: this.sampleBackend.url };
  }

  /**
   * The base URL of each project whose calls the forwarding function makes, and the gateway secret of each project that
   * has one. A stack may hold 60 dynamic references, and a project's methods alone can be more.
   */
  get stageVariables(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.projects.flatMap((project) => this.variablesOf(project)));
  }

  private variablesOf(project: BackendProject): readonly (readonly [string, string])[] {
    const { root, gatewaySecret } = this.of(project);
    return [
      ...(callPathOf(project) === 'direct' ? [] : [[targetVariable(project.id), root] as const]),
      ...(gatewaySecret === undefined ? [] : [[secretVariable(project.id), secretReference(gatewaySecret)] as const]),
    ];
  }
}
