/** The backends of a server group's projects, the sample backend among them if a project uses it. */
import { Construct } from 'constructs';
import type { RestProject } from '#core/catalog/api-project.ts';
import { callPathOf, secretVariable, targetIn, targetVariable } from '#core/catalog/deployed-catalogue.ts';
import { secretReference } from '#core/catalog/gateway-secret.ts';
import type { ServerGroup } from '#core/catalog/server-group.ts';
import { type Backend, backendOfUrl } from './backend.ts';
import { SampleBackend } from './sample-backend.ts';

export interface BackendsProps {
  readonly group: ServerGroup;
  readonly projects: readonly RestProject[];
}

export class Backends extends Construct {
  private readonly group: ServerGroup;
  private readonly projects: readonly RestProject[];
  /** Present if a project uses it. */
  readonly sampleBackend: SampleBackend | undefined;

  constructor(scope: Construct, id: string, { group, projects }: BackendsProps) {
    super(scope, id);
    this.group = group;
    this.projects = projects;
    const isUsed = projects.some((project) => targetIn(project, group).kind === 'sample-backend');
    this.sampleBackend = isUsed ? new SampleBackend(this, 'SampleBackend', { group }) : undefined;
  }

  of(project: RestProject): Backend {
    const target = targetIn(project, this.group);
    if (target.kind === 'url') return backendOfUrl(target);
    if (this.sampleBackend === undefined) throw new Error('There is no sample backend.');
    return { root: this.sampleBackend.url, base: this.sampleBackend.url };
  }

  /**
   * Stage variables that tell the forwarding function the base URL of each project whose calls it forwards, and the
   * gateway secret that goes with it.
   */
  get stageVariables(): Readonly<Record<string, string>> {
    const forwarded = this.projects.filter((project) => callPathOf(project) !== 'direct');
    return Object.fromEntries(forwarded.flatMap((project) => this.variablesOf(project)));
  }

  private variablesOf(project: RestProject): readonly (readonly [string, string])[] {
    const { root, gatewaySecret } = this.of(project);
    return [
      [targetVariable(project.id), root],
      ...(gatewaySecret === undefined ? [] : [[secretVariable(project.id), secretReference(gatewaySecret)] as const]),
    ];
  }
}
