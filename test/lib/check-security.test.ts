import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { AuthorizationType, MockIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { checkSecurity } from '#lib/check-security.ts';
import { tollgateApp } from '#lib/tollgate-app.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { testCatalogue } from '#test/support/test-catalogue.ts';
import { withoutBundling } from '#test/support/without-bundling.ts';

/** Synthesizes with the checks, after something was changed, and gives the report; undefined if all is well. */
function reportAfter(change: (constructs: readonly object[]) => void): string | undefined {
  const outdir = temporaryFolder('checked');
  rmSync(outdir, { recursive: true });
  const app = tollgateApp(testCatalogue, { ...withoutBundling, outdir });
  checkSecurity(app);
  change(app.node.findAll());
  const silent = jest.spyOn(console, 'error').mockImplementation(() => {});
  try {
    app.synth();
    return undefined;
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ValidationFailed')) throw error;
    return readFileSync(path.join(outdir, 'validation-report.json'), 'utf8');
  } finally {
    silent.mockRestore();
  }
}

const isRestApi = (one: object): one is RestApi => one instanceof RestApi;
const isRole = (one: object): one is Role => one instanceof Role;

test('the app passes the rules of AWS Solutions and of CloudFormation, each exception acknowledged with its reason', () => {
  expect(reportAfter(() => {})).toBeUndefined();
});

test('a method that everybody may call, and a role that may do anything, fail the synthesis by name', () => {
  const report = reportAfter((constructs) => {
    const gateway = constructs.find(isRestApi);
    const open = { authorizationType: AuthorizationType.NONE };
    gateway?.root.resourceForPath('/back/door').addMethod('GET', new MockIntegration(), open);
    constructs.find(isRole)?.addToPolicy(new PolicyStatement({ actions: ['dynamodb:*'], resources: ['*'] }));
  });

  expect(report).toMatch(/AwsSolutions-APIG4/);
  expect(report).toMatch(/back\/door\/GET/);
  expect(report).toMatch(/AwsSolutions-IAM5\[Action::dynamodb:\*\]/);
  expect(report).toMatch(/AwsSolutions-IAM5\[Resource::\*\]/);
});
