/** What a Tollgate gateway stack says about itself in its template's metadata; read by this host alone. */

import type { Redirect } from '../assembly/redirect-endpoints.ts';
import type { StackTemplate } from '../assembly/stack-template.ts';
import { arrayOf, objectOf, stringOf } from '../json-value.ts';

export interface TollgateMetadata {
  readonly serverGroup: string | undefined;
  readonly projects: readonly ProjectMetadata[];
}

export interface ProjectMetadata {
  readonly id: string;
  readonly displayName: string;
  readonly exampleUrl: string;
  /** Where the project takes tokens from. */
  readonly locations: readonly string[];
  readonly queryParameter: string;
  readonly scopes: readonly string[];
  readonly target: string | undefined;
  readonly localTarget: string | undefined;
}

export function readTollgateMetadata(metadata: Readonly<Record<string, unknown>>): TollgateMetadata {
  const tollgate = objectOf(metadata.Tollgate);
  return {
    serverGroup: stringOf(tollgate.serverGroup),
    projects: arrayOf(tollgate.projects).map((value) => {
      const project = objectOf(value);
      return {
        id: stringOf(project.id) ?? '',
        displayName: stringOf(project.displayName) ?? stringOf(project.id) ?? '',
        exampleUrl: stringOf(project.exampleUrl) ?? stringOf(project.url) ?? '',
        locations: arrayOf(project.locations).map(String),
        queryParameter: stringOf(project.queryParameter) ?? 'access_token',
        scopes: arrayOf(project.scopes).map(String),
        target: stringOf(project.target),
        localTarget: stringOf(project.localTarget),
      };
    }),
  };
}

/** Projects whose operator named another target for this machine. */
export function localTargets({ projects }: TollgateMetadata): readonly Redirect[] {
  return projects.flatMap(({ target, localTarget }) =>
    target === undefined || localTarget === undefined ? [] : [{ from: target, to: localTarget }],
  );
}

/**
 * What stands on this machine for the secrets that a stack refers to. It is read before the template is resolved, since
 * the references are part of that.
 */
export function localSecrets({ template }: StackTemplate): ReadonlyMap<string, string> {
  const { localSecrets: values } = objectOf(objectOf(template.Metadata).Tollgate);
  return new Map(
    Object.entries(objectOf(values)).flatMap(([reference, value]) =>
      typeof value === 'string' ? [[reference, value] as const] : [],
    ),
  );
}
