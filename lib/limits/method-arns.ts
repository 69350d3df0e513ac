/** Finds protected routes that nobody could ever call: their method ARN does not fit into an authorizer's policy. */
import type { BackendProject } from '#core/catalog/api-project.ts';
import { callPathOf } from '#core/catalog/call-path.ts';
import { deployedRoutesOf } from '#core/catalog/deployed-catalogue.ts';
import type { ServerGroup } from '#core/catalog/server-group.ts';

const ARN_CHARACTERS = 512;

/** Reckoned with the shortest names that the route can have, so that what is refused could certainly not work. */
export function findMethodArnProblems(projects: readonly BackendProject[], group: ServerGroup): readonly string[] {
  const stage = `arn:aws:execute-api:${group.region ?? 'us-east-1'}:000000000000:abcdefghij/${group.name}`;
  return projects
    .filter((project) => callPathOf(project) !== 'verify-and-forward')
    .flatMap((project) =>
      deployedRoutesOf(project)
        .filter(({ verify }) => verify !== null)
        .map(({ resource, template }) => ({ resource, template, arn: `${stage}/GET${shortestPath(template)}` }))
        .filter(({ arn }) => arn.length > ARN_CHARACTERS)
        .map(
          ({ resource, template, arn }) =>
            `resource "${resource}" of ${project.displayName} has a path of ${template.length} characters, which makes a method ARN of ${arn.length} or more, and an authorizer's policy takes ${ARN_CHARACTERS}; shorten ${template}.`,
        ),
    );
}

function shortestPath(template: string): string {
  return template.replaceAll(/\{[^}]+\}/g, 'x');
}
