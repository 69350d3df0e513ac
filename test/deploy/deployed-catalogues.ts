/** The catalogues that are deployed to the emulator: the tests' own, with backends that it can reach. */
import type { ApiProject, BackendProject } from '#core/catalog/api-project.ts';
import {
  defineRestProject,
  defineServerGroup,
  oauth2AccessTokens,
  oauthVerifyAccessToken,
  sampleBackend,
} from '#core/catalog/authoring.ts';
import type { Catalogue } from '#core/catalog/catalogue.ts';
import type { Target } from '#core/catalog/target.ts';
import { alpha, omega, token, vault } from '../support/test-catalogue.ts';

/** Where calls go instead of to the internet. */
export interface ReachableBackends {
  readonly loopback: string;
  /** Relays calls to the function URL of the sample backend, whose name means nothing outside of AWS. */
  readonly sampleBackend: string;
}

/**
 * The same projects in the same server groups. API Gateway's cache of verdicts is off, since the emulator does not know
 * path and method as parts of its key; a VPC link is none, since there is no VPC.
 */
export function reachable({ serverGroups, projects }: Catalogue, backends: ReachableBackends): Catalogue {
  return {
    serverGroups: serverGroups.map((group) => ({ ...group, authorizerCacheSeconds: 0 })),
    projects: projects.map((project) => (project.kind === 'token-endpoint' ? project : reaching(project, backends))),
  };
}

function reaching<Project extends BackendProject>(project: Project, backends: ReachableBackends): Project {
  // One project keeps the function itself, so that it is deployed.
  if (project.id === vault.id) return { ...project, targets: { ...project.targets, alpha: sampleBackend() } };
  const targets = Object.entries(project.targets).map(([group, target]): [string, Target] => {
    if (target.kind === 'sample-backend') return [group, { kind: 'url', url: backends.sampleBackend }];
    const { vpcLink, ...rest } = target;
    return [group, { ...rest, url: project.localTarget ?? backends.loopback + new URL(target.url).pathname }];
  });
  return { ...project, targets: Object.fromEntries(targets) };
}

/** The same projects, all of them in front of the sample backend, which an account of anyone's can reach. */
export function withSampleBackends({ serverGroups, projects }: Catalogue): Catalogue {
  const before = (project: ApiProject): ApiProject => {
    if (project.kind === 'token-endpoint') return project;
    const targets = Object.keys(project.targets).map((group): [string, Target] => [group, sampleBackend()]);
    return { ...project, targets: Object.fromEntries(targets) };
  };
  return { serverGroups, projects: projects.map(before) };
}

/** What comes and goes. */
export const newcomer = defineRestProject({
  displayName: 'Newcomer',
  contextPath: '/newcomer',
  target: 'https://newcomer.example.com/api',
  secureWith: oauth2AccessTokens({ location: ['header', 'query'] }),
  serverGroups: [alpha, omega],
});

export function withNewcomer(catalogue: Catalogue): Catalogue {
  return { ...catalogue, projects: [...catalogue.projects, newcomer] };
}

const crowd = defineServerGroup({ name: 'crowd', removal: 'destroy' });

/** So many of these projects fit into a server group; what the next one exceeds is the size of its stack. */
export const MOST_OF_THE_CROWD = 99;

/** @param size of all projects, besides the token endpoint */
export function crowdOf(size: number): Catalogue {
  const secureWith = [
    oauth2AccessTokens({ location: 'header' }),
    oauth2AccessTokens({ location: 'query' }),
    oauthVerifyAccessToken({ location: 'body' }),
  ];
  const projects = Array.from(
    { length: size },
    (_, index): ApiProject =>
      defineRestProject({
        displayName: `Project ${index}`,
        contextPath: `/project-${index}`,
        target: `https://project-${index}.example.com/project-${index}`,
        secureWith: secureWith[index % 3] ?? oauth2AccessTokens({ location: 'header' }),
        serverGroups: [crowd],
      }),
  );
  return { serverGroups: [crowd], projects: [{ ...token, serverGroups: [crowd] }, ...projects] };
}
