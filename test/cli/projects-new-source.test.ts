import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readCatalogueSource } from '#cli/scaffold/catalogue-source.ts';
import { exportNameOf, fileNameOf } from '#cli/scaffold/names.ts';
import type { ProjectDraft } from '#cli/scaffold/project-draft.ts';
import { registerProject } from '#cli/scaffold/register-project.ts';
import { renderProject } from '#cli/scaffold/render-project.ts';

const IMPORTS = `import { defineCatalogue } from '#core/catalog/authoring.ts';
import { books } from './books.ts';
import { trial } from './server-groups.ts';
`;

/** A catalogue whose definition has these fields. */
const withFields = (fields: string) => `${IMPORTS}
export const catalogue = defineCatalogue({
  serverGroups: [trial],
${fields}});
`;

function register(source: string, exportName = 'maps', from = './maps.ts'): string | undefined {
  const catalogue = readCatalogueSource(source);
  return catalogue === undefined ? undefined : registerProject(catalogue, { exportName, from });
}

const WITH_COMMENTS = withFields(`  projects: [
    books, // projects: [ in a comment
    /* ] */
    // maps, as it was
  ],
`);
const ON_ONE_LINE = `${IMPORTS}
export const catalogue = defineCatalogue({ serverGroups: [trial], projects: [books] });
`;
const WITH_SPREAD = withFields(`  projects: [...[books], ...(trial.name === 'a]' ? [] : [books])],
`);

describe('registering a project in the source of a catalogue', () => {
  test('adds an import where it belongs and an entry at the end', () => {
    expect(
      register(withFields('  projects: [books],\n')),
    ).toBe(`import { defineCatalogue } from '#core/catalog/authoring.ts';
import { books } from './books.ts';
import { maps } from './maps.ts';
import { trial } from './server-groups.ts';

export const catalogue = defineCatalogue({
  serverGroups: [trial],
  projects: [books, maps],
});
`);
  });

  test.each([
    ['an empty list', withFields('  projects: [],\n'), '  projects: [maps],\n'],
    ['a list with a comma at its end', withFields('  projects: [books, ],\n'), '  projects: [books, maps, ],\n'],
    [
      'a list of several lines without one',
      withFields('  projects: [\n    books // old\n  ],\n'),
      '    books, // old\n    maps,\n  ],\n',
    ],
    ['a list with comments', WITH_COMMENTS, '    /* ] */\n    // maps, as it was\n    maps,\n  ],\n'],
    ['a definition on one line', ON_ONE_LINE, 'projects: [books, maps] });\n'],
    ['a list with other lists in it', WITH_SPREAD, ' : [books]), maps],\n'],
  ])('keeps what stands in %s', (_, source, expected) => {
    expect(register(source)).toContain(expected);
  });

  test.each([
    ['a list that stands elsewhere', withFields('  projects,\n')],
    ['a list that is changed afterwards', withFields('  projects: [books].filter(Boolean),\n')],
    ['two lists', withFields('  projects: [books],\n  projects: [],\n')],
    ['two catalogues', `${ON_ONE_LINE}defineCatalogue({ serverGroups: [trial], projects: [] });\n`],
    ['a definition that stands elsewhere', `${IMPORTS}export const catalogue = defineCatalogue(definition);\n`],
    [
      'a definition with something behind it',
      `${IMPORTS}defineCatalogue({ serverGroups: [trial], projects: [] } as const);\n`,
    ],
    ['server groups that are not named', `${IMPORTS}defineCatalogue({ serverGroups: [all.trial], projects: [] });\n`],
    ['a catalogue in a comment alone', `${IMPORTS}// ${ON_ONE_LINE.split('\n').at(-2)}\n`],
    ['a catalogue in a text alone', `${IMPORTS}export const a = \`${ON_ONE_LINE.split('\n').at(-2)}\`;\n`],
    ['brackets that do not match', withFields('  projects: [books},\n')],
    ['a text that does not end', `${ON_ONE_LINE}'`],
    ['no imports', 'export const catalogue = defineCatalogue({ serverGroups: [], projects: [] });\n'],
  ])('does not recognize %s', (_, source) => {
    expect(register(source)).toBeUndefined();
  });
});

describe('the names of a project', () => {
  test.each([
    ['Invoices', 'invoices', 'invoices'],
    ['AccessToken', 'access-token', 'accessToken'],
    ['Über 24h Orders!', 'uber-24h-orders', 'uber24hOrders'],
    ['Orders 2.0', 'orders-2-0', 'orders2_0'],
    ['3scale', '3scale', 'project3scale'],
    ['Delete', 'delete', 'deleteProject'],
    ['Fetch', 'fetch', 'fetchProject'],
    ['Trial', 'trial', 'trialProject2'],
    ['図書館', '', expect.any(String)],
  ])('of "%s" are file %s and export %s', (text, file, exported) => {
    expect(fileNameOf(text)).toBe(file);
    expect(exportNameOf(fileNameOf(text), new Set(['trial', 'trialProject']))).toEqual(exported);
  });
});

test('what is written is formatted as Biome formats it, and passes its rules', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'formatted-'));
  cpSync('biome.json', path.join(folder, 'biome.json'));
  let files = 0;
  const write = (content: string) => {
    const place = path.join(folder, 'projects', String(files++));
    mkdirSync(place, { recursive: true });
    writeFileSync(path.join(place, 'catalogue.ts'), content);
  };

  for (const draft of DRAFTS) write(renderProject(draft, 'project'));
  for (const source of [withFields('  projects: [books],\n'), ON_ONE_LINE, WITH_COMMENTS, WITH_SPREAD]) {
    let grown = source;
    for (const name of NAMES) {
      grown = register(grown, exportNameOf(name, readCatalogueSource(grown)?.words ?? new Set()), `./${name}.ts`) ?? '';
      write(grown);
    }
  }
  const biome = path.resolve('node_modules/@biomejs/biome/bin/biome');
  const options = ['--vcs-enabled=false', '--error-on-warnings', '--max-diagnostics=5', '--colors=off'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [biome, 'ci', ...options, '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true, force: true });

  expect(stdout + stderr).toContain(`Checked ${files + 1} files`);
  expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' });
});

/** Enough for lists that do not fit on a line, and each of the characters that files are sorted by. */
const NAMES = [
  ...['orders', 'orders-2', 'orders-10', 'orders2', 'order', 'a', 'zebra', 'server-group', 'server-groups-2', '3scale'],
  ...['book', 'books-of-the-year', 'bookshop', 'orders-2-1', 'invoices-for-partners-abroad', 'legacy', 'x1y2', 'x1-y2'],
];

const LONG = 'a'.repeat(45);
const trial = { name: 'trial', exportName: 'trial', from: './server-groups.ts' };
const groups = [
  trial,
  { name: 'eu', exportName: 'Trial', from: './server-groups.ts' },
  { name: 'live-eu', exportName: 'liveEu10', from: './server-groups.ts' },
  { name: LONG.slice(20), exportName: 'liveEu9', from: './more/groups.ts' },
];
const base = { displayName: 'Maps', contextPath: '/maps', serverGroups: [trial] };
const tokens = { kind: 'tokens', locations: ['header'], scopes: [] } as const;
const targets = (...list: readonly string[]) =>
  new Map(list.map((target, index) => [groups[index]?.name ?? '', target]));

const DRAFTS: readonly ProjectDraft[] = [
  ...[1000, 90_000, 600_000, 3_600_000, 86_400_000].map((accessTokenExpiryTime) => ({
    ...base,
    kind: 'token-endpoint' as const,
    accessTokenExpiryTime,
  })),
  ...['Bob\'s "Maps"', "Bob's", 'a "quoted" one', 'back\\slash', LONG.repeat(2), '図書館', "'\"'", '*/ end'].map(
    (displayName) => ({
      ...base,
      displayName,
      id: 'maps',
      kind: 'rest' as const,
      targets: targets('sample'),
      security: tokens,
    }),
  ),
  ...[
    targets('https://a.example'),
    targets(`https://a.example/${LONG}/${LONG}/${LONG}`),
    targets('sample', 'https://a.example', 'sample', 'https://b.example'),
    targets('sample', `https://a.example/${LONG}/${LONG}/${LONG}`, `https://b.example/${LONG}/${LONG}/${LONG}`),
  ].map((several) => ({
    ...base,
    version: '1.0',
    serverGroups: groups,
    kind: 'rest' as const,
    targets: several,
    security: tokens,
  })),
  ...[[], ['a:read'], [LONG, LONG], [LONG, LONG, LONG, LONG]].flatMap((scopes) =>
    [['header'] as const, ['header', 'query', 'body'] as const].map((locations) => ({
      ...base,
      kind: 'wsdl' as const,
      file: 'maps.wsdl',
      ports: scopes,
      targets: targets(),
      security: { kind: 'tokens' as const, locations, scopes },
    })),
  ),
  { ...base, kind: 'rest', targets: targets('sample'), security: { kind: 'public' } },
  { ...base, kind: 'wsdl', file: 'maps.wsdl', ports: [], targets: targets('sample'), security: { kind: 'public' } },
  ...[false, true].map((serveOpenApi) => ({
    ...base,
    kind: 'openapi' as const,
    file: `in "it's" folder/maps.yaml`,
    serveOpenApi,
    securityScheme: serveOpenApi ? "the 'first' one" : undefined,
    targets: targets('sample'),
    security: tokens,
  })),
  {
    ...base,
    kind: 'token-endpoint',
    accessTokenExpiryTime: 1000,
    serverGroups: Array.from({ length: 9 }, (_, index) => ({ ...trial, exportName: `serverGroupNumber${index}` })),
  },
];
