/** What a template asks for and the embedded gateway can't do: collected while reading it, thrown all at once. */
import type { ResolvedResource } from '../assembly/resolved-resource.ts';

export interface UnsupportedFeature {
  readonly logicalId: string;
  readonly stackName: string;
  /** CloudFormation type of the resource. */
  readonly type: string;
  /** What of it can't be served. */
  readonly feature: string;
}

/** Thrown instead of serving a template in part: nothing of a template is ignored in silence. */
export class UnsupportedTemplateError extends Error {
  override readonly name = 'UnsupportedTemplateError';
  readonly unsupported: readonly UnsupportedFeature[];

  constructor(unsupported: readonly UnsupportedFeature[]) {
    const lines = unsupported.map(
      ({ logicalId, stackName, type, feature }) => `  ${logicalId} (${type}, stack ${stackName}): ${feature}`,
    );
    super(`The embedded gateway can't serve this template:\n${lines.join('\n')}`);
    this.unsupported = unsupported;
  }
}

/** Takes down what can't be served of one resource. */
export type Report = (feature: string) => void;

export interface Problems {
  /** The notebook page of one resource. */
  of(resource: ResolvedResource): Report;
  /** @throws UnsupportedTemplateError if anything was reported */
  throwIfAny(): void;
}

export function collectProblems(): Problems {
  const found: UnsupportedFeature[] = [];
  return {
    of: (resource) => (feature) => {
      const { logicalId, stackName, type } = resource;
      found.push({ logicalId, stackName, type, feature });
    },
    throwIfAny: () => {
      if (found.length > 0) throw new UnsupportedTemplateError(found);
    },
  };
}
