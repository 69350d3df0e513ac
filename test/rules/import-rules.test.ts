import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

/** One import of each kind of thing that the rules speak of. */
const IMPORTS = {
  '#core/access': '#core/access/find-token.ts',
  '#core/catalog': '#core/catalog/route.ts',
  '#core contract': '#core/registry/contract.ts',
  '#projects': '#projects',
  '#adapters': '#adapters/runtime/log.ts',
  '#adapters tables': '#adapters/dynamodb/tables.ts',
  '#adapters/http': '#adapters/http/registry-client.ts',
  '#lambdas handler': '#lambdas/forward/handler.ts',
  '#lambdas environment': '#lambdas/forward/environment.ts',
  '#lib': '#lib/tollgate-app.ts',
  '#local': '#local/main.ts',
  '#cli': '#cli/main.ts',
  '#console': '#console/app.ts',
  relative: '../lambdas/forward/handler.ts',
  CDK: 'aws-cdk-lib/aws-lambda',
  'all of CDK': 'aws-cdk-lib',
  SDK: '@aws-sdk/client-dynamodb',
  node: 'node:crypto',
  zod: 'zod',
  commander: 'commander',
  yaml: 'yaml',
  dynalite: 'dynalite',
  sigv4: '@smithy/signature-v4',
  preact: 'preact',
  saxes: 'saxes',
} as const;

type Import = keyof typeof IMPORTS;

/** What a file of each folder may import; everything else of the list above is forbidden. */
const ALLOWED: Readonly<Record<string, readonly Import[]>> = {
  'core/catalog/probe.ts': ['#core/access', '#core/catalog', '#core contract'],
  'core/registry/contract.ts': ['#core/access', '#core/catalog', '#core contract', 'zod'],
  'core/registry/contract/probe.ts': ['#core/access', '#core/catalog', '#core contract', 'zod'],
  'projects/probe.ts': ['#core/catalog'],
  'adapters/runtime/probe.ts': [
    '#core/access',
    '#core/catalog',
    '#core contract',
    '#adapters',
    '#adapters tables',
    '#adapters/http',
    'SDK',
    'node',
    'zod',
    'yaml',
    'sigv4',
    'saxes',
  ],
  'lambdas/token/probe.ts': [
    '#core/access',
    '#core/catalog',
    '#core contract',
    '#adapters',
    '#adapters tables',
    '#adapters/http',
    'node',
  ],
  'lib/stacks/probe.ts': ['#core/catalog', '#adapters tables', '#lambdas environment', '#lib', 'CDK'],
  'lib/sources/probe.ts': ['#core/catalog', '#lib', 'CDK', 'node', 'yaml', 'saxes'],
  'local/data/probe.ts': ['#core contract', '#local', 'node', 'dynalite', 'sigv4'],
  'cli/commands/probe.ts': ['#core contract', '#adapters/http', '#cli', 'node', 'commander', 'yaml'],
  'console/probe.ts': ['#core contract', '#adapters/http', '#console', 'preact'],
  'bin/probe.ts': ['#projects', '#lib', '#local', '#cli', 'node'],
};

const names = Object.keys(IMPORTS);
const folder = mkdtempSync(path.join(tmpdir(), 'import-rules-'));
/** `<file> <import>` of every import that was refused. */
const refused = new Set<string>();

/** One probe per folder holds all imports, one a line; a diagnostic's line says which one it is about. */
beforeAll(() => {
  cpSync('biome.json', path.join(folder, 'biome.json'));
  for (const file of Object.keys(ALLOWED)) {
    const toRoot = '../'.repeat(file.split('/').length - 1);
    const lines = Object.values(IMPORTS).map((target) => `import '${target.replace(/^\.\.\//, toRoot)}';\n`);
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), lines.join(''));
  }
  const biome = path.resolve('node_modules/@biomejs/biome/bin/biome');
  const options = ['--vcs-enabled=false', '--only=style/noRestrictedImports', '--max-diagnostics=none'];
  const { stdout } = spawnSync(process.execPath, [biome, 'lint', ...options, '--reporter=github', '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  for (const [, file = '', line = ''] of stdout.matchAll(/noRestrictedImports,file=([^,]+),line=(\d+),/g)) {
    const probe = Object.keys(ALLOWED).find((one) => file.replaceAll('\\', '/').endsWith(`/${one}`));
    refused.add(`${probe} ${names[Number(line) - 1]}`);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cells = Object.entries(ALLOWED).flatMap(([file, allowed]) =>
  names.map((name) => [file, name, allowed.some((one) => one === name)] as const),
);

describe('the import rules', () => {
  test.each(cells.filter(([, , allowed]) => !allowed))('refuse in %s an import of %s', (file, name) => {
    expect(refused).toContain(`${file} ${name}`);
  });

  test.each(cells.filter(([, , allowed]) => allowed))('allow in %s an import of %s', (file, name) => {
    expect(refused).not.toContain(`${file} ${name}`);
  });
});
