/** Finds what is wrong with a target in the place where it is used: a backend that the project's calls cannot get to. */
import type { ApiProject, BackendProject } from './api-project.ts';
import { callPathOf, takesTokenIn } from './call-path.ts';
import { secretKey } from './gateway-secret.ts';
import type { ServerGroup } from './server-group.ts';

/** A function is outside of the VPC; only API Gateway itself can use a VPC link. */
export function findVpcLinkProblems(project: BackendProject): readonly string[] {
  if (callPathOf(project) === 'direct') return [];
  const behindLinks = Object.values(project.targets).flatMap((target) =>
    target.kind === 'url' && target.vpcLink !== undefined ? [target.url] : [],
  );
  const { why, remedy } = reasonForFunction(project);
  return [...new Set(behindLinks)].map(
    (url) =>
      `target ${url} has a vpcLink, which only API Gateway itself can use, and the calls of this project go through a function (${why}); ${remedy}, or a target that the function can reach.`,
  );
}

function reasonForFunction(project: BackendProject): { readonly why: string; readonly remedy: string } {
  const places = [
    ...(takesTokenIn(project, 'query') ? ['the query string'] : []),
    ...(takesTokenIn(project, 'body') ? ['the body'] : []),
  ];
  if (project.kind === 'wsdl') return { why: 'it answers with SOAP faults', remedy: 'use an address on the internet' };
  if (places.length > 0) {
    return { why: `it takes tokens from ${places.join(' and ')}`, remedy: "use location 'header'" };
  }
  return {
    why: 'a public resource has a variable in its path',
    remedy: 'use public resources without variables',
  };
}

/** The embedded host has one value for one reference. */
export function findLocalValueProblems({ name }: ServerGroup, projects: readonly ApiProject[]): readonly string[] {
  const uses = projects.flatMap((project) => {
    const target = project.kind !== 'token-endpoint' ? project.targets[name] : undefined;
    const secret = target?.kind === 'url' ? target.gatewaySecret : undefined;
    return secret === undefined ? [] : [{ project, secret }];
  });
  return [...Map.groupBy(uses, ({ secret }) => secretKey(secret)).values()].flatMap((same) => {
    const values = [...new Set(same.map(({ secret }) => `"${secret.localValue}"`))];
    if (values.length < 2) return [];
    const names = same.map(({ project }) => project.displayName);
    return [
      `${names.join(' and ')}: gatewaySecret.localValue is ${values.join(' and ')} for the same secret "${same[0]?.secret.secretId}" in server group ${name}; give it one.`,
    ];
  });
}
