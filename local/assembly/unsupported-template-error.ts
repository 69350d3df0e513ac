/** What a template asks for that this host does not do; it refuses to start instead of ignoring it in silence. */

export interface UnsupportedFeature {
  readonly logicalId: string;
  readonly stackName: string;
  /** CloudFormation type of the resource; empty for what is no resource. */
  readonly type: string;
  /** What of it can't be served. */
  readonly feature: string;
}

/** Names everything at once, so that nobody has to find it out one start after the other. */
export class UnsupportedTemplateError extends Error {
  override readonly name = 'UnsupportedTemplateError';
  readonly unsupported: readonly UnsupportedFeature[];

  constructor(unsupported: readonly UnsupportedFeature[]) {
    const lines = unsupported.map(({ logicalId, stackName, type, feature }) =>
      type === ''
        ? `  ${logicalId} (stack ${stackName}): ${feature}`
        : `  ${logicalId} (${type}, stack ${stackName}): ${feature}`,
    );
    super(`The embedded host can't serve this template:\n${lines.join('\n')}`);
    this.unsupported = unsupported;
  }
}

/** Goes on after a part that is not supported, to find the others as well. */
export interface UnsupportedCollector {
  /** The part's value, or undefined when it threw {@link UnsupportedTemplateError}. */
  attempt<T>(part: () => T): T | undefined;
  /** @throws UnsupportedTemplateError with everything that was found */
  throwIfAny(): void;
}

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
