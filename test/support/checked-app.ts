/**
 * Synthesizes the tests' catalogue with the security checks, as it is and made worse, and prints what each finds. In a process
 * of its own, since the checks take several times as long under Jest.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AuthorizationType, MockIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { App } from 'aws-cdk-lib/core';
import type { Catalogue } from '#core/catalog/catalogue.ts';
import { checkSecurity } from '#lib/check-security.ts';
import { tollgateApp } from '#lib/tollgate-app.ts';
import { catalogueOfOrders } from './orders-catalogue.ts';
import { templatesOnly } from './templates-only.ts';
import { testCatalogue } from './test-catalogue.ts';

/** The report of the checks; empty if all is well. */
function reportOf(catalogue: Catalogue, change: (app: App) => void): string {
  const outdir = mkdtempSync(path.join(tmpdir(), 'tollgate-checked-'));
  const app = tollgateApp(catalogue, { ...templatesOnly, outdir });
  checkSecurity(app);
  change(app);
  try {
    app.synth();
    return '';
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ValidationFailed')) throw error;
    return readFileSync(path.join(outdir, 'validation-report.json'), 'utf8');
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function makeWorse(app: App): void {
  const constructs = app.node.findAll();
  const gateway = constructs.find((one) => one instanceof RestApi);
  const open = { authorizationType: AuthorizationType.NONE };
  gateway?.root.resourceForPath('/back/door').addMethod('GET', new MockIntegration(), open);
  const role = constructs.find((one) => one instanceof Role);
  role?.addToPolicy(new PolicyStatement({ actions: ['dynamodb:*'], resources: ['*'] }));
}

const reports = { asItIs: reportOf(testCatalogue, () => {}), madeWorse: reportOf(catalogueOfOrders, makeWorse) };
process.stdout.write(JSON.stringify(reports));
