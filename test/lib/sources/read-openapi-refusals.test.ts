import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { CatalogueError } from '#core/catalog/catalogue-error.ts';
import { readOpenApi } from '#lib/sources/read-openapi.ts';
import { openApiFiles } from '#test/support/openapi-files.ts';

type Options = Partial<Parameters<typeof readOpenApi>[1]>;

const write = openApiFiles();

async function problemsOf(files: string | Record<string, string>, options: Options = {}): Promise<readonly string[]> {
  const file = write(typeof files === 'string' ? { 'orders.yaml': files } : files);
  try {
    await readOpenApi(file, { location: 'header', ...options });
  } catch (error) {
    if (error instanceof CatalogueError) return error.problems;
    throw error;
  }
  return [];
}

/** The first two lines of each document. */
const HEAD = `openapi: 3.1.0
info: { title: Orders, version: '1' }
`;
const SCHEMES = `components:
  securitySchemes:
    oauth: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://login.example.com', scopes: {} } } }
    key: { type: apiKey, in: header, name: X-Key }
    basic: { type: http, scheme: basic }
`;
const OK = `responses: { '200': { description: Yes } }`;
const ID = `parameters: [{ name: id, in: path, required: true, schema: {} }]`;
/** Line 3 is `paths:`, and each path has a line of its own. */
const paths = (...lines: string[]) => `${HEAD}paths:\n${lines.map((line) => `  ${line}\n`).join('')}${SCHEMES}`;
const secured = (security: string) => paths(`/orders: { get: { security: ${security}, ${OK} } }`);

describe('a security requirement is refused', () => {
  const refused = [
    [
      'that may be left out',
      '[{ oauth: [a] }, {}]',
      '[1]: security is optional here, and a resource is either public or not; write "security: []" to make it public, or leave out the empty requirement.',
    ],
    [
      'that asks for something else beside the token',
      '[{ oauth: [a], key: [] }]',
      '[0]: it asks for key beside oauth, and the gateway checks access tokens alone; leave key to the backend.',
    ],
    [
      'whose alternatives differ in scopes',
      '[{ oauth: [a] }, { oauth: [b] }]',
      ': its alternatives ask for different scopes, and a resource asks for one set; make them one requirement.',
    ],
    [
      'that asks only for what the gateway does not check',
      '[{ key: [] }, { basic: [] }]',
      ': it asks for key, basic, which the gateway does not check; ask for "oauth", or name the scheme that stands for access tokens as securityScheme.',
    ],
    [
      'of an unknown scheme',
      '[{ toString: [] }]',
      '[0]: "toString" is not among the security schemes of the document.',
    ],
    [
      'with a scope that is none',
      '[{ oauth: ["two words"] }]',
      '[0].oauth: "two words" is not a scope-token (RFC 6749 §3.3: no space, quote or backslash).',
    ],
  ] as const;
  const found = problemsOf(
    paths(...refused.map(([, security], index) => `/p${index}: { get: { security: ${security}, ${OK} } }`)),
  );

  test.each(refused.map(([name, , message], index) => [name, message, index] as const))(
    '%s',
    async (_, message, index) => {
      expect((await found)[index]).toBe(`orders.yaml:${4 + index}: paths./p${index}.get.security${message}`);
    },
  );

  test.each(['', '{ oauth: [] }', '[{ oauth: a }]', '[{ oauth: [1] }]'])('that is not valid: %s', async (security) => {
    const [problem] = await problemsOf(secured(security));

    expect(problem).toMatch(/^orders\.yaml:4: paths\.\/orders\.get\.security\S*: it is not valid OpenAPI: must be /);
  });

  test('once, where it is that of the whole document', async () => {
    const text = `${paths(`/a: { get: { ${OK} }, put: { ${OK} } }`)}security: [{}]\n`;

    expect(await problemsOf(text)).toEqual([
      expect.stringMatching(/^orders\.yaml:10: security\[0\]: security is optional here/),
    ]);
  });

  test('where no scheme of the document can stand for access tokens', async () => {
    const text = secured('[{ key: [] }]').replace(/ {4}oauth.*\n/, '');

    expect(await problemsOf(text)).toEqual([
      'orders.yaml:4: paths./orders.get.security: it asks for key, which the gateway does not check; ask for a scheme of type oauth2, openIdConnect or http bearer, or name the scheme that stands for access tokens as securityScheme.',
    ]);
  });
});

describe('a scheme for access tokens has to be named', () => {
  test('where several could be it', async () => {
    const text = `${paths(`/a: { get: { ${OK} } }`)}    other: { type: http, scheme: bearer }\n`;

    expect(await problemsOf(text)).toEqual([
      'orders.yaml:6: components.securitySchemes: oauth, other could each stand for access tokens; name one of them as securityScheme.',
    ]);
    expect(await problemsOf(text, { securityScheme: 'other' })).toEqual([]);
  });

  test('as the document calls it', async () => {
    expect(await problemsOf(secured('[{ oauth: [] }]'), { securityScheme: 'constructor' })).toEqual([
      'orders.yaml:6: components.securitySchemes: securityScheme is "constructor", which the document does not have (it has: oauth, key, basic).',
    ]);
  });
});

describe('a path is refused', () => {
  const mixed = (segment: string) =>
    `"${segment}" mixes text and variable, and API Gateway takes whole segments only; make it one variable, such as {name}, and let the backend take it apart.`;
  const noSegment = (segment: string) =>
    `"${segment}" is no segment that a resource can have: letters, digits, ".", "_" and "-", not starting with "." or "-".`;

  const refused = [
    ['/items/{id}.json', mixed('{id}.json')],
    ['/report({id})', mixed('report({id})')],
    ['/a:{id}', mixed('a:{id}')],
    ['/a/{x}{y}', mixed('{x}{y}')],
    ['/files/{id+}', '"{id+}" is no plain variable; write {name}, which takes one segment.'],
    ['/search{?id}', mixed('search{?id}')],
    ['/a//b', 'it has an empty segment; leave out the double slash.'],
    ['/a/../b', noSegment('..')],
    ['/a%2Fb', noSegment('a%2Fb')],
    ['/a?b=c', noSegment('a?b=c')],
  ] as const;
  const found = problemsOf(paths(...refused.map(([path]) => `'${path}': { get: { ${OK} } }`)));

  test.each(refused.map(([path, message], index) => [path, message, index] as const))(
    'that is %s',
    async (path, message, index) => {
      expect(await found).toContain(`orders.yaml:${4 + index}: paths.${path}: ${message}`);
    },
  );

  test.each([
    ['/items/', '/items'],
    ['/items/{id}', '/items/{itemId}'],
  ])('that is the same as another: %s and %s', async (first, second) => {
    const parameters = (path: string) =>
      path.includes('{') ? `${ID.replace('id', /\{(.*)\}/.exec(path)![1]!)}, ` : '';
    const text = paths(
      ...[first, second].map(
        (path, index) => `${path}: { ${index === 0 ? 'get' : 'put'}: { ${parameters(path)}${OK} } }`,
      ),
    );

    expect(await problemsOf(text)).toEqual([
      `orders.yaml:5: paths.${second}: it is the same path as ${first}; put their operations under one of them.`,
    ]);
  });
});

describe('an operation is refused', () => {
  test('whose method API Gateway lacks', async () => {
    expect(await problemsOf(paths(`/a: { get: { ${OK} }, trace: { ${OK} } }`))).toEqual([
      'orders.yaml:4: paths./a.trace: API Gateway has no TRACE; leave it out.',
    ]);
  });

  test.each([
    ['of its own', `/a: { get: { servers: [{ url: https://b.example.com }], ${OK} } }`, '.get'],
    ['of its path', `/a: { servers: [{ url: https://b.example.com }], get: { ${OK} } }`, ''],
  ])('that has a server %s', async (_, line, key) => {
    const text = `${paths(line)}servers: [{ url: https://a.example.com }]\n`;

    expect(await problemsOf(text)).toEqual([
      `orders.yaml:4: paths./a${key}.servers: "https://b.example.com" is not the server of the document (https://a.example.com), and a project has one target; make it a project of its own.`,
    ]);
  });

  test('at the place where the document is to be served', async () => {
    expect(await problemsOf(paths(`/openapi.json: { get: { ${OK} } }`), { serveDocumentAt: '/openapi.json' })).toEqual([
      'orders.yaml:4: paths./openapi.json.get: the document itself is to be served there; choose another serveDocumentAt.',
    ]);
  });
});

describe('a reference is refused', () => {
  const withSchema = (reference: string) =>
    paths(
      `/a: { get: { responses: { '200': { description: x, content: { a/b: { schema: { $ref: '${reference}' } } } } } } }`,
    );
  const place = 'orders.yaml:4: paths./a.get.responses.200.content.a/b.schema';

  test.each([
    ['#/components/schemas/None', 'leads to nothing: orders.yaml has no object there.'],
    ['#/components/__proto__', 'leads to nothing: orders.yaml has no object there.'],
    ['#/openapi', 'leads to nothing: orders.yaml has no object there.'],
    ['#anchor', 'must be a file, a JSON pointer such as #/components/schemas/Item, or both.'],
    ['#/%zz', 'must be a file, a JSON pointer such as #/components/schemas/Item, or both.'],
    ['../other.yaml', 'leaves the folder of the document; put the file into it.'],
    ['%2e%2e/other.yaml', 'leaves the folder of the document; put the file into it.'],
    ['/etc/hosts', 'leaves the folder of the document; put the file into it.'],
    [
      '//127.0.0.1/x.json',
      'is a URL, and only local files are read; put a copy beside the document and refer to that.',
    ],
    ['file:///etc/hosts', 'is a URL, and only local files are read; put a copy beside the document and refer to that.'],
  ])('to %s', async (reference, message) => {
    expect(await problemsOf(withSchema(reference))).toEqual([`${place}: $ref "${reference}" ${message}`]);
  });

  test('to a link that leads out of the folder', async () => {
    const folder = path.dirname(write({ 'order.yaml': '{ type: object, description: not for everybody }' }));
    const file = write({ 'orders.yaml': withSchema('linked.yaml') });
    symlinkSync(path.join(folder, 'order.yaml'), path.join(path.dirname(file), 'linked.yaml'));

    await expect(readOpenApi(file, { location: 'header' })).rejects.toThrow(
      `${place}: $ref "linked.yaml" leaves the folder of the document; put the file into it.`,
    );
  });

  test('that would make the document grow without bound', async () => {
    const item = (number: number) =>
      `/p${number}: { post: { ${OK}, callbacks: { a: { u: { $ref: '#/paths/~1p${number + 1}' } }, b: { u: { $ref: '#/paths/~1p${number + 1}' } } } } }`;
    const lines = Array.from({ length: 40 }, (_, number) => item(number));

    expect(await problemsOf(paths(...lines, `/p40: { post: { ${OK} } }`))).toEqual([
      'orders.yaml: its path items refer to each other more than 1000 times; put what they share into components.',
    ]);
  });

  test('in another file, with its place there', async () => {
    const files = { 'orders.yaml': withSchema('parts/a.yaml#/A'), 'parts/a.yaml': 'A:\n  items:\n    $ref: "#/B"\n' };

    expect(await problemsOf(files)).toEqual([
      'parts/a.yaml:2: A.items: $ref "#/B" leads to nothing: parts/a.yaml has no object there.',
    ]);
  });

  test('to a file that cannot be parsed', async () => {
    const files = { 'orders.yaml': withSchema('a.yaml'), 'a.yaml': 'a: 1\na: 2\n' };

    expect(await problemsOf(files)).toEqual([`${place}: $ref "a.yaml": a.yaml:2: Map keys must be unique`]);
  });

  test('from components to themselves, over files', async () => {
    const files = {
      'orders.yaml': `${HEAD}paths: { /a: { get: { ${OK} } } }\ncomponents: { responses: { A: { $ref: a.yaml } } }\n`,
      'a.yaml': '$ref: "orders.yaml#/components/responses/A"\n',
    };

    expect(await problemsOf(files)).toEqual([
      'orders.yaml:4: components.responses.A: $ref "a.yaml" leads back to itself.',
    ]);
  });

  test('from a path to itself', async () => {
    expect(await problemsOf(paths(`/a: { $ref: '#/paths/~1b' }`, `/b: { $ref: '#/paths/~1a' }`))).toContain(
      'orders.yaml:4: paths./a: $ref "#/paths/~1b" leads back to itself.',
    );
  });
});

describe('a document is refused', () => {
  test.each([
    [
      'of another version',
      'openapi: 3.2.0\n',
      'orders.yaml: it must be an OpenAPI document of version 3.0 or 3.1, such as "3.1.0"; its version is 3.2.0.',
    ],
    [
      'of Swagger',
      "swagger: '2.0'\n",
      'orders.yaml: it must be an OpenAPI document of version 3.0 or 3.1, such as "3.1.0"; its version is Swagger 2.0.',
    ],
    [
      'that is empty',
      '',
      'orders.yaml: it must be an OpenAPI document of version 3.0 or 3.1, such as "3.1.0"; its version is none.',
    ],
    [
      'that is no YAML',
      'a: [1\n',
      'orders.yaml:2: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['that is nested without end', '['.repeat(10_000) + ']'.repeat(10_000), 'orders.yaml:1: it is nested too deeply.'],
    [
      'without operations',
      `${HEAD}paths: {}\n${SCHEMES}`,
      'orders.yaml:3: paths: there are no operations; a project needs at least one.',
    ],
    ['without paths', `${HEAD}${SCHEMES}`, 'orders.yaml:1: it has no paths; a project needs at least one operation.'],
    [
      'that is not valid',
      paths('/a: { get: { responses: {', "  '200': { descriptoin: Yes } } } }"),
      "orders.yaml:5: paths./a.get.responses.200: it is not valid OpenAPI: must have required property 'description' (description is missing here!)",
    ],
    [
      'whose path parameters are not declared',
      paths(`/a/{id}: { get: { ${OK} } }`),
      'orders.yaml:1: it is not valid OpenAPI: `/paths/a/{id}/get` is missing path parameter(s) for `{id}`.',
    ],
    [
      'that is larger than 5 MB',
      `# ${'x'.repeat(5_000_000)}`,
      'orders.yaml: with it the document is larger than 5 MB.',
    ],
    [
      'whose aliases stand for more than a machine holds',
      `a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((level) => `a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`)}]\n`).join('')}`,
      'orders.yaml: Excessive alias count indicates a resource exhaustion attack.',
    ],
  ])('%s', async (_, text, message) => {
    expect(await problemsOf(text)).toEqual([message]);
  });

  test('whose schemas are nested more deeply than they can be read', async () => {
    const schema = `${'{ items: '.repeat(900)}{}${' }'.repeat(900)}`;
    const text = `${HEAD}paths: { /a: { get: { ${OK} } } }\ncomponents: { schemas: { A: ${schema} } }\n`;

    expect(await problemsOf(text)).toEqual(['orders.yaml: it is nested too deeply.']);
  });

  test('that is not there, with the place where it was looked for', async () => {
    await expect(readOpenApi('/nowhere/orders.yaml', { location: 'header' })).rejects.toThrow(
      'orders.yaml: there is no such file (looked for at /nowhere/orders.yaml).',
    );
  });

  test('with all of its problems at once', async () => {
    const text = paths(
      `/a: { trace: { ${OK} } }`,
      `/b/x{y}: { get: { security: [{}], ${OK} } }`,
      `/c: { get: { ${OK}, unexpected: 1, security: [{ key: [] }] } }`,
    );

    const places = (await problemsOf(text)).map((problem) => problem.split(': ', 2).join(': '));

    expect(new Set(places)).toEqual(
      new Set([
        'orders.yaml:4: paths./a.trace',
        'orders.yaml:5: paths./b/x{y}',
        'orders.yaml:5: paths./b/x{y}.get.security[0]',
        'orders.yaml:6: paths./c.get.unexpected',
        'orders.yaml:6: paths./c.get.security',
      ]),
    );
  });
});

test('schemas that refer to each other in many ways are checked one by one', async () => {
  const schemas = Array.from(
    { length: 40 },
    (_, index) =>
      `    S${index}: { type: object, properties: { a: { $ref: '#/components/schemas/S${index + 1}' }, b: { $ref: '#/components/schemas/S${index + 1}' } } }\n`,
  );
  const text = `${HEAD}paths:\n  /a: { get: { ${OK} } }\ncomponents:\n  schemas:\n${schemas.join('')}    S40: { type: 7 }\n`;

  expect(await problemsOf(text.replaceAll('3.1.0', '3.0.3'))).toEqual([
    expect.stringMatching(/^orders\.yaml:47: components\.schemas\.S40\.type: it is not valid OpenAPI: /),
  ]);
});
