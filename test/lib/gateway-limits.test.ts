import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import type { Method } from '#core/catalog/api-project.ts';
import {
  defineCatalogue,
  defineRestProject,
  defineServerGroup,
  oauth2AccessTokens,
  oauthVerifyAccessToken,
} from '#core/catalog/authoring.ts';
import type { RestProjectDefinition } from '#core/catalog/define-rest-project.ts';
import type { Quotas, ServerGroup } from '#core/catalog/server-group.ts';
import { assertWithinLimits, GatewayLimitError } from '#lib/gateway-limits.ts';
import { tollgateApp, writeAssembly } from '#lib/tollgate-app.ts';
import { alpha, token } from '#test/support/test-catalogue.ts';
import { withoutBundling } from '#test/support/without-bundling.ts';

type Project = Omit<RestProjectDefinition, 'serverGroups'>;

const WIDE = { displayName: 'Wide', contextPath: '/wide', target: 'https://example.com' };
const header = oauthVerifyAccessToken({ location: 'header' });

function catalogueOf(definitions: readonly Project[], quotas: Partial<Quotas> = {}) {
  const group = defineServerGroup({ name: 'alpha', removal: 'destroy', quotas });
  const projects = definitions.map((one) =>
    defineRestProject({ ...one, serverGroups: [group] } as RestProjectDefinition),
  );
  return defineCatalogue({ serverGroups: [group], projects: [{ ...token, serverGroups: [group] }, ...projects] });
}

/** One project with so many paths, each of one segment, and the one above them all. */
function wide(paths: number, methods: readonly Method[]): Project {
  const resources = Array.from({ length: paths }, (_, index) => [
    `R${index}`,
    { path: `/p${index}`, methods, proxyRequest: ['verify'] },
  ]);
  return { ...WIDE, policies: { verify: header }, resources: Object.fromEntries(resources) };
}

/** A project whose calls go through a function, on a path of its own alone. */
const forwarded = (id: string, target = 'https://example.com'): Project => ({
  id,
  displayName: id,
  contextPath: `/${id}`,
  target,
  secureWith: oauth2AccessTokens({ location: 'query' }),
  resources: { Only: { path: '/', methods: ['GET'] } },
});

/** The lines that it is refused with; none if it is taken. */
function refusals(act: () => unknown): readonly string[] {
  try {
    act();
    return [];
  } catch (error) {
    if (!(error instanceof GatewayLimitError)) throw error;
    return error.message.split('\n');
  }
}

const refusalsOf = (...catalogue: Parameters<typeof catalogueOf>) =>
  refusals(() => tollgateApp(catalogueOf(...catalogue), withoutBundling));

test('more resources than a REST API takes are refused, and so are more than its stack takes', () => {
  expect(refusalsOf([wide(300, ['GET'])])).toEqual([
    'Server group "alpha": its gateway has 312 resources (the root, and one for each segment of a path), and a REST API takes 300; let resources take in what is below them (acceptChildPaths or {proxy+}) and use ANY for methods, move projects to another server group, or have AWS raise the quota and state it: defineServerGroup({ name: \'alpha\', quotas: { resourcesPerApi: 312 } }).',
    expect.stringMatching(
      /^Server group "alpha": its gateway stack has 6\d\d resources, and CloudFormation takes 500, which nobody can raise; let resources take in what is below them \(acceptChildPaths or \{proxy\+\}\) and use ANY for methods, or move projects to another server group\.$/,
    ),
  ]);
});

test('a quota that AWS has raised counts once it is stated', () => {
  // Segments without methods: a stack has room for more of these.
  const deep: Project = {
    ...WIDE,
    policies: {},
    resources: { Deep: { path: `/${'d/'.repeat(299)}d`, methods: ['GET'], proxyRequest: [] } },
  };

  expect(refusalsOf([deep], { resourcesPerApi: 311 })).toEqual([
    expect.stringContaining('its gateway has 312 resources'),
  ]);
  expect(refusalsOf([deep], { resourcesPerApi: 312 })).toEqual([]);
});

test('a registry stack of more resources than a stack takes is refused as well', () => {
  const app = new App();
  const registry = new Stack(app, 'Registry');
  for (let index = 0; index < 501; index += 1) new CfnResource(registry, `R${index}`, { type: 'Test::Test::Test' });

  expect(refusals(() => assertWithinLimits({ registry, gateway: new Stack(app, 'Gateway') }, alpha, []))).toEqual([
    expect.stringMatching(/^Server group "alpha": its registry stack has 501 resources, and CloudFormation takes 500,/),
  ]);
});

test('more stage variables than a stage takes are refused', () => {
  const projects = (count: number) => Array.from({ length: count }, (_, index) => forwarded(`p${index}`));

  expect(refusalsOf(projects(100))).toEqual([]);
  expect(refusalsOf(projects(101))).toEqual([
    'Server group "alpha": its gateway has 101 stage variables, and API Gateway takes 100, which nobody can raise; every project whose calls go through a function takes one, and every gateway secret one more, so accept tokens of some in the header alone, or move projects to another server group.',
  ]);
});

const longTarget = (length: number) => 'https://example.com/'.padEnd(length, 'a');

test.each([
  ['a target of 512 characters', forwarded('p', longTarget(512))],
  ['an id of 57 letters', forwarded('p'.repeat(57))],
])('a stage variable holds the target of a project with %s', (_what, project) => {
  expect(refusalsOf([project])).toEqual([]);
});

test.each([
  [
    'a target of 513 characters',
    forwarded('p', longTarget(513)),
    'the stage variable target_p has 513 characters, and API Gateway takes 512; shorten the target of its project.',
  ],
  [
    'an IPv6 address for a target',
    forwarded('p', 'https://[2600::1]/api'),
    'the stage variable target_p is "https://[2600::1]/api", and API Gateway takes letters, digits and -._~:/?#&=, in one; give its project another target.',
  ],
  [
    'a long id',
    forwarded('customer-account-management-and-statements-v2'),
    'the name of the stage variable target_customer_2d_account_2d_management_2d_and_2d_statements_2d_v2 has 67 characters, and API Gateway takes 64; give its project a shorter id, in which "-", "." and "_" count four times.',
  ],
])('no stage variable holds the target of a project with %s', (_what, project, message) => {
  expect(refusalsOf([project])).toEqual([`Server group "alpha": ${message}`]);
});

test('a protected path whose method ARN no policy takes is refused; a public one is not', () => {
  const resource = (segment: number, proxyRequest: readonly string[]): Project => ({
    ...WIDE,
    policies: { verify: header },
    resources: {
      Item: { path: '/{id}', methods: ['GET'], proxyRequest: ['verify'] },
      Long: { path: `/${'s'.repeat(segment)}/{name}`, methods: ['GET'], proxyRequest },
    },
  });

  expect(refusalsOf([resource(430, ['verify'])])).toEqual([]);
  expect(refusalsOf([resource(450, [])])).toEqual([]);
  expect(refusalsOf([resource(450, ['verify'])])).toEqual([
    `Server group "alpha": resource "Long" of Wide has a path of 463 characters, which makes a method ARN of 521 or more, and an authorizer's policy takes 512; shorten /wide/${'s'.repeat(450)}/{name}.`,
  ]);
});

test('a template that is larger than CloudFormation takes is refused once it is written', () => {
  const outdir = mkdtempSync(path.join(tmpdir(), 'tollgate-limits-'));
  const catalogue = catalogueOf([{ ...wide(1, ['GET']), target: longTarget(1_000_000) }]);
  const options = { ...withoutBundling, outdir, builtinCloudFormationValidation: false };

  const lines = refusals(() => writeAssembly(tollgateApp(catalogue, options)));

  rmSync(outdir, { recursive: true, force: true });
  expect(lines).toEqual([
    expect.stringMatching(
      /^Server group "alpha": the template of its stack tollgate-alpha-gateway has 2\d{6} bytes, and CloudFormation takes 1000000, which nobody can raise; define fewer resources, methods and scopes, or move projects to another server group\.$/,
    ),
  ]);
});

test('each server group is measured by itself', () => {
  const groups: readonly ServerGroup[] = ['one', 'two'].map((name) => defineServerGroup({ name, removal: 'destroy' }));
  const projects = [
    { ...token, serverGroups: groups },
    defineRestProject({ ...wide(100, ['GET']), serverGroups: groups } as RestProjectDefinition),
  ];

  expect(refusals(() => tollgateApp(defineCatalogue({ serverGroups: groups, projects }), withoutBundling))).toEqual([]);
});
