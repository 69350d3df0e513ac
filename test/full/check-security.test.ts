import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from '@jest/globals';

let reports: { readonly asItIs: string; readonly madeWorse: string };
beforeAll(async () => {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['test/support/checked-app.ts'], { maxBuffer: 50_000_000 });
  reports = JSON.parse(stdout.slice(stdout.indexOf('{"asItIs"')));
}, 60_000);

test('the app passes the rules of AWS Solutions and of CloudFormation, each exception acknowledged with its reason', () => {
  expect(reports.asItIs).toBe('');
});

test('a method that everybody may call, and a role that may do anything, fail the synthesis by name', () => {
  expect(reports.madeWorse).toMatch(/AwsSolutions-APIG4/);
  expect(reports.madeWorse).toMatch(/back\/door\/GET/);
  expect(reports.madeWorse).toMatch(/AwsSolutions-IAM5\[Action::dynamodb:\*\]/);
  expect(reports.madeWorse).toMatch(/AwsSolutions-IAM5\[Resource::\*\]/);
});
