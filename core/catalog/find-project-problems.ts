/** Finds what is wrong in one API project by itself; each message names the project, the field and the value. */
import { type ApiProject, type BackendProject, projectPath } from './api-project.ts';
import { findDocumentSizeProblems } from './find-document-problems.ts';
import { findPolicyProblems } from './find-policy-problems.ts';
import { findResourceProblems, SEGMENT } from './find-resource-problems.ts';
import { findVpcLinkProblems } from './find-target-use-problems.ts';
import { INTROSPECTION_PATH, REVOCATION_PATH } from './own-paths.ts';
import { findTargetProblems, isPrivateHost, parseBaseUrl } from './target.ts';

/** Paths that API Gateway (`/ping`, `/sping`) or Tollgate itself answers. */
const RESERVED_PATHS = ['/ping', '/sping', '/.well-known', INTROSPECTION_PATH, REVOCATION_PATH];

export function findProjectProblems(project: ApiProject): readonly string[] {
  return [
    ...findNameProblems(project),
    ...findPolicyUseProblems(project),
    ...Object.entries(project.resources).flatMap(([name, resource]) =>
      findResourceProblems(resource).map((problem) => `resource "${name}": ${problem}`),
    ),
    ...(project.kind === 'token-endpoint' ? [] : findBackendProblems(project)),
  ].map((problem) => `${project.displayName.trim() || project.id || 'A project without a name'}: ${problem}`);
}

function findNameProblems(project: ApiProject): readonly string[] {
  const { id, displayName, contextPath, version } = project;
  const problems: string[] = [];
  if (displayName.trim() === '' || displayName.length > 100)
    problems.push('displayName must hold 1 to 100 characters.');
  if (!/^[a-z0-9][a-z0-9._-]{0,62}$/.test(id)) {
    problems.push(
      `id "${id}" must hold at most 63 lower-case letters, digits, ".", "_" and "-", and start with a letter or digit.`,
    );
  }
  if (!contextPath.startsWith('/')) {
    problems.push(`contextPath "${contextPath}" must start with "/".`);
  } else if (
    !contextPath
      .slice(1)
      .split('/')
      .every((segment) => SEGMENT.test(segment))
  ) {
    problems.push(
      `contextPath "${contextPath}" must be "/" and segments of letters, digits, ".", "_" and "-", without a slash at the end.`,
    );
  }
  problems.push(...findReservedPathProblems(project));
  if (version !== undefined && !SEGMENT.test(version)) {
    problems.push(`version "${version}" must hold letters, digits, ".", "_" and "-" only: it is a segment of the URL.`);
  }
  return problems;
}

/** A project must not lie below a reserved path; nor may calls below a project's path be answered in its stead. */
function findReservedPathProblems(project: ApiProject): readonly string[] {
  const path = projectPath(project);
  const isBelow = (one: string, other: string) => one === other || one.startsWith(`${other}/`);
  const taken = RESERVED_PATHS.filter(
    (reserved) => isBelow(path, reserved) || (project.kind !== 'token-endpoint' && isBelow(reserved, path)),
  );
  const [first] = taken;
  if (first === undefined) return [];
  const reason = isBelow(path, first) ? 'is reserved.' : `is where ${taken.join(' and ')} are, which are reserved.`;
  return [`contextPath "${path}" ${reason}`];
}

function findPolicyUseProblems(project: ApiProject): readonly string[] {
  const policies = Object.entries(project.policies);
  const resources = Object.entries(project.resources);
  const known = policies.map(([name]) => name);
  return [
    ...(resources.length === 0 ? ['it has no resources; define at least a DefaultResource.'] : []),
    ...policies.flatMap(([name, policy]) =>
      findPolicyProblems(policy).map((problem) => `policy "${name}": ${problem}`),
    ),
    ...known
      .filter((name) => !resources.some(([, { proxyRequest }]) => proxyRequest.includes(name)))
      .map((name) => `policy "${name}" is attached to no resource.`),
    ...resources.flatMap(([resource, { proxyRequest }]) => [
      ...proxyRequest
        .filter((name) => !known.includes(name))
        .map(
          (name) =>
            `resource "${resource}" attaches the policy "${name}", which the project does not have (it has: ${known.join(', ') || 'none'}).`,
        ),
      ...(proxyRequest.length > 1
        ? [`resource "${resource}" attaches ${proxyRequest.length} policies; a resource takes one.`]
        : []),
    ]),
  ];
}

function findBackendProblems(project: BackendProject): readonly string[] {
  const { targets, serverGroups, localTarget } = project;
  const problems = serverGroups
    .filter(({ name }) => !Object.hasOwn(targets, name))
    .map(({ name }) => `it has no target for server group ${name}.`);
  for (const name of Object.keys(targets)) {
    if (!serverGroups.some((group) => group.name === name)) {
      problems.push(`it has a target for "${name}", a server group that it is not deployed to.`);
    }
  }
  problems.push(...new Set(Object.values(targets).flatMap(findTargetProblems)), ...findVpcLinkProblems(project));
  problems.push(...findDocumentSizeProblems(project));
  if (localTarget !== undefined) {
    const url = parseBaseUrl(localTarget);
    if (url === undefined || !isPrivateHost(url.host)) {
      problems.push(`localTarget ${JSON.stringify(localTarget)} must be a loopback URL such as http://127.0.0.1:8080.`);
    }
  }
  return problems;
}
