import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { groupTemplates } from '#test/support/group-templates.ts';
import { templatesOnly } from '#test/support/templates-only.ts';
import { testCatalogue } from '#test/support/test-catalogue.ts';
import { templateTexts } from '#test/support/test-templates.ts';

function runApp(app: string, cwd = process.cwd(), environment: NodeJS.ProcessEnv = {}) {
  const outdir = mkdtempSync(path.join(tmpdir(), 'tollgate-app-'));
  const result = spawnSync(process.execPath, [path.join(cwd, 'bin/run.mjs'), app], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: outdir, CDK_OUTDIR: outdir, CDK_VALIDATION: 'false', ...environment },
  });
  const written = readdirSync(outdir);
  rmSync(outdir, { recursive: true, force: true });
  return { ...result, written };
}

test('an app writes its assembly where the CDK asks for it, without AWS credentials', () => {
  expect(templateTexts()).toHaveLength(4);
});

test('the templates hold no key, secret or password, and no path of the machine', () => {
  for (const written of templateTexts()) {
    // The table SecretUses holds times and no secret; its name may stand there, as a resource and as a variable.
    // So may the names by which gateway secrets are referred to, and what stands for them on a laptop.
    const template = written
      .replaceAll(/"(SECRET_USES_TABLE|\w*TablesSecretUses\w*)":/g, '"":')
      .replaceAll(/"secret_\w+": ?"\{\{resolve:secretsmanager:[^{}]+\}\}"/g, '"":""')
      .replaceAll(/"integration\.request\.header\.[\w-]+": ?"stageVariables\.secret_\w+"/g, '"":""')
      .replaceAll(/"localSecrets": ?\{[^{}]*\}/g, '"":""');
    expect(template).not.toMatch(/-----BEGIN|AKIA[0-9A-Z]{16}|tg[ks]_[0-9A-Za-z]{22}|password|"[^"]*secret[^"]*":/i);
    expect(template).not.toContain(process.cwd());
  }
});

const checkout = mkdtempSync(path.join(tmpdir(), 'tollgate-checkout-'));
for (const name of ['adapters', 'bin', 'core', 'lambdas', 'lib', 'cdk.json', 'package.json']) {
  cpSync(name, path.join(checkout, name), { recursive: true });
}
symlinkSync(path.resolve('node_modules'), path.join(checkout, 'node_modules'));
mkdirSync(path.join(checkout, 'projects'));
afterAll(() => rmSync(checkout, { recursive: true, force: true }));

test.each([
  [
    'a catalogue with problems',
    `target: 'http://localhost:8080', secureWith: oauth2AccessTokens({ location: 'header' })`,
    'The catalogue has a problem:\n  - Loop: target http://localhost:8080 is a loopback or private address, which API Gateway cannot reach; for calls on a laptop use localTarget, for a backend in a VPC backend({ url, vpcLink }).\n',
  ],
  [
    'a server group that is more than AWS takes',
    `target: 'https://example.com/${'a'.repeat(600)}', secureWith: oauth2AccessTokens({ location: 'query' })`,
    'Server group "test": the stage variable target_loop has 620 characters, and API Gateway takes 512; shorten the target of its project.\n',
  ],
])('%s is told in its own words, and ends with 1', (_what, fields, message) => {
  writeFileSync(
    path.join(checkout, 'projects/catalogue.ts'),
    `import { defineCatalogue, defineRestProject, defineServerGroup, defineTokenEndpoint, oauth2AccessTokens } from '#core/catalog/authoring.ts';
const test = defineServerGroup({ name: 'test' });
export const catalogue = defineCatalogue({
  serverGroups: [test],
  projects: [
    defineTokenEndpoint({ displayName: 'Token', contextPath: '/token', serverGroups: [test] }),
    defineRestProject({ displayName: 'Loop', contextPath: '/loop', serverGroups: [test], ${fields} }),
  ],
});
`,
  );

  const { status, stdout, stderr, written } = runApp('bin/app.ts', checkout, {
    CDK_CONTEXT_JSON: JSON.stringify(templatesOnly.context),
  });

  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toBe(message);
  expect(written).not.toContain('manifest.json');
});

test('the flags of cdk.json apply without the CDK CLI as well', () => {
  const { alpha } = groupTemplates(testCatalogue);

  const flags: Readonly<Record<string, unknown>> = JSON.parse(readFileSync('cdk.json', 'utf8')).context;
  for (const [flag, value] of Object.entries(flags)) expect(alpha?.stage.node.tryGetContext(flag)).toEqual(value);
});
