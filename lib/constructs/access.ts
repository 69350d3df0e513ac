/** An environment variable together with the permission to use what it names, so that neither is given without the other. */
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';

export interface Access {
  /** The variable's value, for instance a table's name. */
  readonly value: string;
  grantTo(grantee: IGrantable): void;
}

export interface AllowedActions {
  /** For instance `dynamodb:GetItem`; never a wildcard. */
  readonly actions: readonly string[];
  readonly resourceArns: readonly string[];
  /** IAM condition operators. @default - none */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export function access(value: string, { actions, resourceArns, conditions }: AllowedActions): Access {
  return {
    value,
    grantTo(grantee) {
      Grant.addToPrincipal({
        grantee,
        actions: [...actions],
        resourceArns: [...resourceArns],
        ...(conditions === undefined ? {} : { conditions: { ...conditions } }),
      }).assertSuccess();
    },
  };
}
