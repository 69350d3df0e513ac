/** What a template asks for and the embedded host can't do: told all at once, by logical id. */

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
    super(`The embedded host can't serve this template:\n${lines.join('\n')}`);
    this.unsupported = unsupported;
  }
}
