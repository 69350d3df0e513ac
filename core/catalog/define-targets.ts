/** Defines the targets of a project: where its calls go in each of its server groups. */
import { CatalogueError } from './catalogue-error.ts';
import type { ServerGroup } from './server-group.ts';
import type { Target } from './target.ts';

/** A base URL, `backend({ … })` or `sampleBackend()`. */
export type TargetDefinition = string | Target;

/** One for all server groups, or one by each server group's name. */
export type TargetsDefinition = TargetDefinition | Readonly<Record<string, TargetDefinition>>;

/**
 * @param name of the project, for messages
 * @throws CatalogueError that names what is no target
 */
export function targetsByServerGroup(
  name: string,
  target: TargetsDefinition,
  serverGroups: readonly ServerGroup[],
): Readonly<Record<string, Target>> {
  if (isTargetDefinition(target)) {
    return Object.fromEntries(serverGroups.map((group) => [group.name, toTarget(target)]));
  }
  const entries = Object.entries(target);
  const problems = entries
    .filter(([, one]) => !isTargetDefinition(one))
    .map(
      ([group, one]) =>
        `${name}: target.${group} must be a URL, backend({ … }) or sampleBackend(), not ${JSON.stringify(one) ?? typeof one}.`,
    );
  if (problems.length > 0) throw new CatalogueError(problems);
  return Object.fromEntries(entries.map(([group, one]) => [group, toTarget(one)]));
}

function isTargetDefinition(target: TargetsDefinition): target is TargetDefinition {
  return typeof target === 'string' || target?.kind === 'sample-backend' || target?.kind === 'url';
}

function toTarget(target: TargetDefinition): Target {
  return typeof target === 'string' ? { kind: 'url', url: target } : target;
}
