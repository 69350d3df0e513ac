/** Goes on after something that is not supported, so that everything of the kind is reported at once. */
import { type UnsupportedFeature, UnsupportedTemplateError } from './unsupported-template-error.ts';

export interface UnsupportedCollector {
  /** The part's value, or undefined when it threw {@link UnsupportedTemplateError}. */
  attempt<T>(part: () => T): T | undefined;
  /** @throws UnsupportedTemplateError with everything that was found */
  throwIfAny(): void;
}

/** @param known what was found already */
export function collectUnsupported(known: readonly UnsupportedFeature[]): UnsupportedCollector {
  const found = [...known];
  return {
    attempt(part) {
      try {
        return part();
      } catch (error) {
        if (!(error instanceof UnsupportedTemplateError)) throw error;
        found.push(...error.unsupported);
        return undefined;
      }
    },
    throwIfAny() {
      if (found.length > 0) throw new UnsupportedTemplateError(found);
    },
  };
}
