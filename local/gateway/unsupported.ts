/** Collects, while a template is read, what of it the embedded gateway can't serve. */
import type { ResolvedResource } from '../assembly/resolved-resource.ts';
import { type UnsupportedFeature, UnsupportedTemplateError } from '../assembly/unsupported-template-error.ts';

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
