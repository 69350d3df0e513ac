/** Has the app checked when it is synthesized, by the rules of AWS Solutions (cdk-nag) and those of CloudFormation. */
import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

/**
 * What a rule finds fails the synthesis, unless the code says beside it why that is as it should be (acknowledge.ts).
 * CloudFormation's own rules are errors by the flag `@aws-cdk/core:validateAgainstDefaultRules` in cdk.json.
 *
 * @see https://github.com/cdklabs/cdk-nag/blob/main/RULES.md#awssolutions
 */
export function checkSecurity(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
}
