import { cpSync, existsSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { evaluateCatalogue } from '#cli/scaffold/evaluate-catalogue.ts';
import { findReferences } from '#cli/scaffold/find-references.ts';
import { installFiles } from '#cli/scaffold/install-files.ts';
import { aProjectsFolder, CATALOGUE, type ProjectsFolder } from '../support/projects-folder.ts';
import { type CliOptions, cliUnderTest } from '../support/tollgate-cli.ts';

const { tollgate } = cliUnderTest();
const folders: ProjectsFolder[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

function aFolder(...changes: Parameters<typeof aProjectsFolder>): ProjectsFolder {
  const folder = aProjectsFolder(...changes);
  folders.push(folder);
  return folder;
}

/** `tollgate projects new …` in that folder. */
function make({ root }: ProjectsFolder, args: readonly string[], options: CliOptions = {}) {
  return tollgate(['projects', 'new', ...args], { projectRoot: root, ...options });
}

describe('tollgate projects new', () => {
  test('writes the file of a REST project and registers it, once', async () => {
    const folder = aFolder();
    const invoices = [
      'rest',
      '--name',
      'Invoices',
      '--version',
      '1.0',
      '--scope',
      'invoices:read',
      '--location',
      'query',
    ];
    const everywhere = ['-g', 'trial', '-g', 'live-eu', '--target', 'sample', '--target', 'live-eu=https://a.example'];

    const made = await make(folder, [...invoices, ...everywhere, '--output', 'json']);
    const after = folder.contents();
    const again = await make(folder, [...invoices, ...everywhere]);

    expect(made).toMatchObject({ exitCode: 0 });
    expect(made.json).toEqual({
      file: 'projects/invoices.ts',
      projectId: 'invoices-1.0',
      path: '/invoices/1.0',
      catalogueFile: 'projects/catalogue.ts',
    });
    expect(made.stderr).toContain('npm start');
    expect(made.stderr).toContain('tollgate products update PRODUCT --project OTHERS --project invoices-1.0');
    expect(made.stderr).toContain('docs/projects.md');
    expect(
      after['invoices.ts'],
    ).toBe(`import { defineRestProject, oauth2AccessTokens, sampleBackend } from '#core/catalog/authoring.ts';
import { live, trial } from './server-groups.ts';

/** A REST project at \`<gateway>/invoices/1.0\`; callers need a token of a product that holds it. */
export const invoices = defineRestProject({
  displayName: 'Invoices',
  version: '1.0',
  contextPath: '/invoices',
  target: { trial: sampleBackend(), 'live-eu': 'https://a.example' },
  secureWith: oauth2AccessTokens({ location: 'query', scopes: ['invoices:read'] }),
  serverGroups: [trial, live],
});
`);
    expect(after['catalogue.ts']).toContain("import { invoices } from './invoices.ts';\nimport { live, trial }");
    expect(after['catalogue.ts']).toContain('  projects: [token, books, invoices],\n');
    expect(again).toMatchObject({
      exitCode: 5,
      stdout: '',
      stderr: expect.stringContaining('There is a project called "Invoices" (invoices-1.0) already.'),
    });
    expect(folder.contents()).toEqual(after);
    expect(folder.leftovers()).toEqual([]);
  });

  test('asks for what no flag says, and again where an answer cannot be', async () => {
    const folder = aFolder();

    const { exitCode, stderr } = await make(folder, ['token-endpoint'], {
      answers: ['Partner Token', '', 'tokens', '/tokens', ['trial'], '600', '600000'],
    });

    expect(exitCode).toBe(0);
    expect(stderr).toContain('--context-path "tokens" must start with "/".\n');
    expect(stderr).toContain('--expiry "600" must be milliseconds: whole seconds, from 1000 to 86400000 (24 hours).\n');
    expect(folder.read('partner-token.ts')).toBe(`import { defineTokenEndpoint } from '#core/catalog/authoring.ts';
import { trial } from './server-groups.ts';

/** An OAuth token endpoint: clients get their access tokens at \`POST <gateway>/tokens\`. */
export const partnerToken = defineTokenEndpoint({
  displayName: 'Partner Token',
  contextPath: '/tokens',
  accessTokenExpiryTime: 600_000, // ms: 10 minutes
  serverGroups: [trial],
});
`);
  });

  test('makes a project public only when that is asked for by itself', async () => {
    const folder = aFolder();
    const args = [
      'rest',
      '--name',
      'Open',
      '--version',
      '',
      '--context-path',
      '/open',
      '-g',
      'trial',
      '--target',
      'sample',
    ];

    const refused = await make(folder, args, { answers: [false, false] });
    const before = folder.contents();
    const made = await make(folder, args, { answers: [false, true] });

    expect(refused).toMatchObject({
      exitCode: 130,
      stdout: '',
      stderr: expect.stringContaining('Nothing was written.'),
    });
    expect(before).not.toHaveProperty('open.ts');
    expect(made.exitCode).toBe(0);
    expect(made.stderr).toContain('Without them the project is public: anybody may call every path of it.\n');
    expect(made.stderr).not.toContain('products update');
    expect(folder.read('open.ts')).toContain(`  policies: {},
  resources: { DefaultResource: { path: '/{proxy+}', methods: ['ANY'], proxyRequest: [] } }, // public on purpose
`);
  });

  test('shows with --dry-run what would be written, and writes nothing', async () => {
    const folder = aFolder();
    const before = folder.contents();

    const { exitCode, stdout, stderr } = await make(folder, ['rest', '--name', 'Maps', '--public', '--dry-run']);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^# projects\/maps\.ts\nimport \{ defineRestProject, sampleBackend \} from/);
    expect(stdout.slice(stdout.indexOf('# projects/catalogue.ts'))).toBe(`# projects/catalogue.ts
+import { maps } from './maps.ts';
-  projects: [token, books],
+  projects: [token, books, maps],
`);
    expect(stderr).toBe(
      'Warning: the project is public: anybody may call every path of it without a token.\nNothing was written.\n',
    );
    expect(folder.contents()).toEqual(before);
    expect(folder.leftovers()).toEqual([]);
  });

  test('refuses the path, the name and the id of another project with its name, and a file that is there', async () => {
    const folder = aFolder({ 'left-over.ts': '' });
    const before = folder.contents();

    const refusals = await Promise.all([
      make(folder, ['rest', '--name', 'Novels', '--context-path', '/books', '--version', '1.0']),
      make(folder, ['rest', '--name', 'BOOKS', '--context-path', '/elsewhere']),
      make(folder, ['rest', '--name', 'Novels', '--id', 'books-1.0']),
      make(folder, ['rest', '--name', 'Left Over']),
    ]);

    expect(refusals.map(({ exitCode }) => exitCode)).toEqual([5, 5, 5, 5]);
    expect(refusals.map(({ stderr }) => stderr.split('\n')[0])).toEqual([
      'Error: "Books" (books-1.0) has the path /books/1.0 already.',
      'Error: There is a project called "Books" (books-1.0) already.',
      'Error: "Books" (books-1.0) has the id already.',
      'Error: projects/left-over.ts exists already, and nothing is written over it.',
    ]);
    expect(folder.contents()).toEqual(before);
  });

  test('gives another version of a project a file of its own, and keeps the line breaks of the catalogue', async () => {
    const folder = aFolder({ 'catalogue.ts': CATALOGUE.replaceAll('\n', '\r\n') });

    const { exitCode } = await make(folder, ['rest', '--name', 'Books', '--version', '2.0']);

    expect(exitCode).toBe(0);
    expect(folder.read('books-2-0.ts')).toContain('export const books2_0 = defineRestProject({');
    expect(folder.read('catalogue.ts')).toContain('  projects: [token, books, books2_0],\r\n');
    expect(folder.read('catalogue.ts').replaceAll('\r\n', '')).not.toContain('\n');
  });

  test('leaves everything as it was when the catalogue does not accept the project, and says why in its words', async () => {
    const folder = aFolder();
    const before = folder.contents();

    const { exitCode, stderr } = await make(folder, ['rest', '--name', 'Maps', '--scope', 'a b']);

    expect(exitCode).toBe(2);
    expect(stderr).toContain('Maps: policy "oauthVerifyAccessToken": scope "a b" is not a scope-token');
    expect(folder.contents()).toEqual(before);
    expect(folder.leftovers()).toEqual([]);
  });

  test('writes nothing where the catalogue has another form, and shows the lines to add', async () => {
    const source = CATALOGUE.replace('projects: [token, books]', 'projects: [token, books].filter(Boolean)');
    const folder = aFolder({ 'catalogue.ts': source });
    const before = folder.contents();

    const { exitCode, stderr } = await make(folder, ['rest', '--name', 'Maps']);

    expect(exitCode).toBe(2);
    expect(stderr).toContain("  import { maps } from './maps.ts';\n  projects: [ … , maps],\n");
    expect(stderr).toContain('nothing was written');
    expect(folder.contents()).toEqual(before);
  });

  test('makes a SOAP service public by its own field', async () => {
    const folder = aFolder();
    const file = path.resolve('test/support/wsdl/weather.wsdl');

    const made = await make(folder, ['wsdl', '--name', 'Weather', '--file', file, '--public', '--target', 'sample']);

    expect(made.exitCode).toBe(0);
    expect(folder.read('weather.ts')).toContain('  policies: {},\n  proxyRequest: [], // public on purpose\n');
  });

  test('copies a WSDL file that is elsewhere with what it imports, once', async () => {
    const folder = aFolder();
    const before = Object.keys(folder.contents());
    const args = ['--file', 'test/support/wsdl/orders/orders.wsdl', '--location', 'query', '--target', 'sample'];

    const made = await make(folder, ['wsdl', '--name', 'Supplies', '--port', 'OrdersPort', ...args]);
    const after = folder.contents();
    const again = await make(folder, ['wsdl', '--name', 'Second', ...args]);

    expect(made).toMatchObject({ exitCode: 0 });
    expect(
      Object.keys(after)
        .filter((name) => !before.includes(name))
        .sort(),
    ).toEqual(['orders.wsdl', 'supplies.ts', 'xsd/order-types.xsd', 'xsd/orders messages.xsd']);
    expect(made.stderr).toContain('Copied to projects/orders.wsdl.\nCopied to projects/xsd/orders messages.xsd.\n');
    expect(after['supplies.ts']).toContain(`export const supplies = defineWsdlProject({
  displayName: 'Supplies',
  contextPath: '/supplies',
  wsdl: 'orders.wsdl',
  ports: ['OrdersPort'],
  target: sampleBackend(),
  secureWith: oauth2AccessTokens({ location: 'query' }),
  serverGroups: [trial],
});
`);
    expect(again).toMatchObject({
      exitCode: 5,
      stderr: expect.stringContaining('projects/orders.wsdl exists already'),
    });
    expect(folder.contents()).toEqual(after);
  });

  test('takes a WSDL file that is in projects/, and makes it public when that is asked for', async () => {
    const folder = aFolder();
    cpSync('test/support/wsdl/weather.wsdl', path.join(folder.root, 'projects/soap/weather.wsdl'));
    const file = path.join(folder.root, 'projects/soap/weather.wsdl');

    const { exitCode } = await make(folder, [
      'wsdl',
      '--name',
      'Weather',
      '--file',
      file,
      '--public',
      '--target',
      'sample',
    ]);

    expect(exitCode).toBe(0);
    expect(folder.read('weather.ts')).toContain(`  wsdl: 'soap/weather.wsdl',
  target: sampleBackend(),
  policies: {},
  proxyRequest: [], // public on purpose
`);
  });

  test('makes a project of an OpenAPI document and the files that it refers to', async () => {
    const folder = aFolder();
    const file = ['--file', 'test/support/openapi/bookings.yaml'];
    const own = ['--target', 'https://a.example', '--serve-openapi', '--security-scheme', 'login'];

    const { exitCode, stderr } = await make(folder, ['openapi', '--name', 'Bookings', ...file, ...own]);

    expect(exitCode).toBe(0);
    expect(stderr).toContain(
      '--project bookings --scope bookings:read --scope bookings:write --scope bookings:export\n',
    );
    expect(Object.keys(folder.contents())).toEqual(
      expect.arrayContaining([
        'bookings.yaml',
        'bookings/booking.yaml',
        'bookings/problem.json',
        'bookings/rooms/room.yaml',
      ]),
    );
    expect(folder.read('bookings.ts')).toContain(`export const bookings = defineRestProject({
  displayName: 'Bookings',
  contextPath: '/bookings',
  openapi: 'bookings.yaml',
  serveOpenApi: true, // at /openapi.json, to anyone
  target: 'https://a.example',
  secureWith: oauth2AccessTokens({ location: 'header' }),
  securityScheme: 'login',
  serverGroups: [trial],
});
`);
  });

  test('refuses a document that no project can be made of, with its line, before anything is installed', async () => {
    const folder = aFolder();
    const before = folder.contents();
    const write = (name: string, content: string) => {
      writeFileSync(path.join(folder.root, name), content);
      return path.join(folder.root, name);
    };
    const header = "openapi: 3.1.0\ninfo: { title: Maps, version: '1' }\n";
    const operation = "{ get: { responses: { '200': { $ref: 'missing.yaml' } } } }";
    const documents = [
      ['openapi', write('maps.yaml', `${header}paths: { /maps: ${operation} }\n`), 'Maps: maps.yaml:3: '],
      [
        'openapi',
        write('old.yaml', "swagger: '2.0'\n"),
        'Maps: old.yaml: it must be an OpenAPI document of version 3.0',
      ],
      ['wsdl', write('maps.wsdl', '<a>\n<b></a>'), 'Maps: maps.wsdl:2: '],
      [
        'wsdl',
        'test/support/wsdl/shop/wsdl/shop.wsdl',
        'refers to ../xsd/shop.xsd, which does not lie below the folder',
      ],
    ] as const;

    for (const [kind, file, words] of documents) {
      const { exitCode, stderr } = await make(folder, [kind, '--name', 'Maps', '--file', file]);

      expect(stderr).toContain(words);
      expect(exitCode).toBe(2);
    }
    expect(folder.contents()).toEqual(before);
    expect(folder.leftovers()).toEqual([]);
  });

  test('reads the projects in a process of its own, whatever else they print', async () => {
    const folder = aFolder({
      'noise.ts': "console.log('read');\n",
      'catalogue.ts': `import './noise.ts';\n${CATALOGUE}`,
    });
    const args = ['wsdl', '--name', 'Weather', '--file', 'test/support/wsdl/weather.wsdl', '--target', 'sample'];

    const made = await make(folder, args, { evaluateCatalogue });

    expect(made).toMatchObject({ exitCode: 0 });
    expect(folder.read('catalogue.ts')).toContain('projects: [token, books, weather]');
  });

  test.each([
    [['rest'], '--name is not given'],
    [['wsdl'], '--name and --file are not given'],
    [['soap', '--name', 'A'], 'token-endpoint, rest, wsdl, openapi'],
    [['rest', '--name', 'A', '--expiry', '1000'], 'kind rest takes no --expiry'],
    [['openapi', '--name', 'A', '--file', 'a', '--public'], 'kind openapi takes no --public'],
    [['wsdl', '--name', 'A', '--file', 'a', '--serve-openapi'], 'kind wsdl takes no --serve-openapi'],
    [['rest', '--name', 'A', '--location', 'cookie'], 'header, query, body'],
    [['rest', '--name', 'A', '--context-path', 'a'], '--context-path "a" must start with "/"'],
    [['rest', '--name', 'A', '--context-path', '/a/'], '--context-path "/a/" must be "/" and segments'],
    [['rest', '--name', 'A', '--version', '1/0'], '--version "1/0" must hold'],
    [['rest', '--name', ''], '--name "" must hold 1 to 100 characters'],
    [['rest', '--name', 'A', '--target', 'a.example'], '--target "a.example" must be a URL'],
    [['token-endpoint', '--name', 'A', '--expiry', '1500'], '--expiry "1500" must be milliseconds: whole seconds'],
    [['token-endpoint', '--name', 'A', '--expiry', '1e5'], '--expiry "1e5"'],
  ])('answers %j with exit code 2 before it reads anything', async (args, words) => {
    expect(await tollgate(['projects', 'new', ...args])).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining(words),
    });
  });

  test('names the flag and the value of what the projects do not have', async () => {
    const folder = aFolder();
    const cases: [readonly string[], string][] = [
      [['rest', '--name', '図書館'], 'give one with --id'],
      [['rest', '--name', 'A', '--target', 'live-eu=https://a.example'], 'It is in: trial.'],
      [['rest', '--name', 'A', '-g', 'prod'], 'There are: trial, live-eu.'],
      [['rest', '--name', 'A', '-g', 'live-eu'], '--target live-eu=URL is not given'],
    ];

    const results = await Promise.all(cases.map(([args]) => make(folder, args)));

    for (const [index, { exitCode, stderr }] of results.entries()) {
      expect(exitCode).toBe(2);
      expect(stderr).toContain(cases[index]?.[1]);
    }
  });
});

describe('what is not what it seems', () => {
  test('a folder of projects that is a link is tried out in a copy, and changed only when it is meant to be', async () => {
    const folder = aFolder();
    const elsewhere = path.join(folder.root, 'elsewhere');
    renameSync(path.join(folder.root, 'projects'), elsewhere);
    symlinkSync(elsewhere, path.join(folder.root, 'projects'), 'junction');
    const before = folder.contents();

    const dry = await make(folder, ['rest', '--name', 'Invoices', '--dry-run']);
    expect([dry.exitCode, folder.contents()]).toEqual([0, before]);
    const made = await make(folder, ['rest', '--name', 'Invoices']);

    expect(made.exitCode).toBe(0);
    expect(Object.keys(folder.contents())).toEqual([...Object.keys(before), 'invoices.ts'].toSorted());
  });

  test('nothing is written through a link in it', async () => {
    const folder = aFolder();
    const catalogue = path.join(folder.root, 'projects/catalogue.ts');
    const elsewhere = path.join(folder.root, 'elsewhere.ts');
    renameSync(catalogue, elsewhere);
    writeFileSync(elsewhere, CATALOGUE.replaceAll("'./", "'./projects/"));
    symlinkSync(elsewhere, catalogue);
    const before = folder.contents();

    await make(folder, ['rest', '--name', 'Invoices', '--dry-run']);

    expect(folder.contents()).toEqual(before);
  });

  test.each(['invoices.ts', 'package.json', 'tool.mjs', 'tsconfig.json'])(
    'a document called %s is refused, since it would be run or change what is run',
    async (name) => {
      const folder = aFolder();
      const file = path.join(folder.root, 'elsewhere', name);
      mkdirSync(path.dirname(file));
      writeFileSync(file, 'throw new Error("it ran");');
      const before = folder.contents();

      const refused = await make(folder, ['openapi', '--name', 'Invoices', '--file', file]);

      expect(refused).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining(`${name} is no name of a document`),
      });
      expect(folder.contents()).toEqual(before);
    },
  );
});

test('what a document names is found in it, however many imports are broken off', () => {
  const content = `<xs:include\n id="a"\n schemaLocation = 'b.xsd'/>${'<import '.repeat(200_000)}`;

  expect(findReferences(content)).toEqual(['b.xsd']);
});

describe('installing files', () => {
  test('takes back what it has installed when the catalogue was changed meanwhile', () => {
    const folder = aFolder();
    const before = folder.contents();
    const inFolder = (name: string, content: string) => ({ path: path.join(folder.root, 'projects', name), content });

    expect(() =>
      installFiles([inFolder('maps.ts', 'a'), inFolder('maps/types/maps.xsd', 'b')], {
        ...inFolder('catalogue.ts', 'c'),
        before: 'what was read',
      }),
    ).toThrow(/catalogue\.ts was changed by somebody else meanwhile/);

    expect(folder.contents()).toEqual(before);
    expect(existsSync(path.join(folder.root, 'projects/maps'))).toBe(false);
  });

  test('writes over no file that has come meanwhile', () => {
    const folder = aFolder();
    const before = folder.contents();
    const inFolder = (name: string, content: string) => ({ path: path.join(folder.root, 'projects', name), content });

    const changed = { ...inFolder('catalogue.ts', 'c'), before: CATALOGUE };
    expect(() => installFiles([inFolder('maps.ts', 'a'), inFolder('books.ts', 'b')], changed)).toThrow(/books\.ts was/);

    expect(folder.contents()).toEqual(before);
  });
});
