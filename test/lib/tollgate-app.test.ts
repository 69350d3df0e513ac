import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { testCatalogue } from '#test/support/test-catalogue.ts';
import { groupTemplates } from '#test/support/test-stacks.ts';

function runApp(app: string, cwd = process.cwd()) {
  const outdir = mkdtempSync(path.join(tmpdir(), 'tollgate-app-'));
  const result = spawnSync(process.execPath, [path.join(cwd, 'bin/run.mjs'), app], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: outdir, CDK_OUTDIR: outdir, CDK_VALIDATION: 'false' },
  });
  const written = readdirSync(outdir);
  const templates = written
    .filter((name) => name.startsWith('assembly-'))
    .flatMap((name) => readdirSync(path.join(outdir, name)).map((file) => path.join(outdir, name, file)))
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => readFileSync(file, 'utf8'));
  rmSync(outdir, { recursive: true, force: true });
  return { ...result, written, templates };
}

const testApp = runApp('test/support/test-app.ts');

test('an app writes its assembly where the CDK asks for it, without AWS credentials', () => {
  const { status, written, templates } = testApp;

  expect(status).toBe(0);
  expect(written).toEqual(expect.arrayContaining(['assembly-alpha', 'assembly-omega', 'manifest.json']));
  expect(templates).toHaveLength(4);
});

test('the templates hold no key, secret or password, and no path of the machine', () => {
  for (const written of testApp.templates) {
    // The table SecretUses holds times and no secret; its name may stand there, as a resource and as a variable.
    // So may the names by which gateway secrets are referred to, and what stands for them on a laptop.
    const template = written
      .replaceAll(/"(SECRET_USES_TABLE|\w*TablesSecretUses\w*)":/g, '"":')
      .replaceAll(/"secret_\w+": "\{\{resolve:secretsmanager:[^{}]+\}\}"/g, '"":""')
      .replaceAll(/"integration\.request\.header\.[\w-]+": "stageVariables\.secret_\w+"/g, '"":""')
      .replaceAll(/"localSecrets": \{[^{}]*\}/g, '"":""');
    expect(template).not.toMatch(/-----BEGIN|AKIA[0-9A-Z]{16}|tg[ks]_[0-9A-Za-z]{22}|password|"[^"]*secret[^"]*":/i);
    expect(template).not.toContain(process.cwd());
  }
});

test('a catalogue with problems is told in its own words, and ends with 1', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'tollgate-checkout-'));
  for (const name of ['bin', 'core', 'lib', 'cdk.json', 'package.json']) {
    cpSync(name, path.join(root, name), { recursive: true });
  }
  symlinkSync(path.resolve('node_modules'), path.join(root, 'node_modules'));
  mkdirSync(path.join(root, 'projects'));
  writeFileSync(
    path.join(root, 'projects/catalogue.ts'),
    `import { defineCatalogue, defineRestProject, defineServerGroup, defineTokenEndpoint, oauth2AccessTokens } from '#core/catalog/authoring.ts';
const test = defineServerGroup({ name: 'test' });
export const catalogue = defineCatalogue({
  serverGroups: [test],
  projects: [
    defineTokenEndpoint({ displayName: 'Token', contextPath: '/token', serverGroups: [test] }),
    defineRestProject({
      displayName: 'Loop', contextPath: '/loop', target: 'http://localhost:8080',
      secureWith: oauth2AccessTokens({ location: 'header' }), serverGroups: [test],
    }),
  ],
});
`,
  );

  const { status, stdout, stderr } = runApp('bin/app.ts', root);

  rmSync(root, { recursive: true, force: true });
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toBe(
    'The catalogue has a problem:\n  - Loop: target http://localhost:8080 is a loopback or private address, which API Gateway cannot reach; for calls on a laptop use localTarget, for a backend in a VPC backend({ url, vpcLink }).\n',
  );
});

test('the flags of cdk.json apply without the CDK CLI as well', () => {
  const { alpha } = groupTemplates(testCatalogue);

  const flags: Readonly<Record<string, unknown>> = JSON.parse(readFileSync('cdk.json', 'utf8')).context;
  for (const [flag, value] of Object.entries(flags)) expect(alpha?.stage.node.tryGetContext(flag)).toEqual(value);
});
