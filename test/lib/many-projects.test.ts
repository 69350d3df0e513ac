import { statSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { CfnResource } from 'aws-cdk-lib/core';
import type { RestProject } from '#core/catalog/api-project.ts';
import {
  defineCatalogue,
  defineRestProject,
  defineServerGroup,
  oauth2AccessTokens,
  oauthVerifyAccessToken,
} from '#core/catalog/authoring.ts';
import { templateBytes } from '#lib/limits/template-sizes.ts';
import { groupTemplates } from '#test/support/group-templates.ts';
import { token } from '#test/support/test-catalogue.ts';
import { resourcesOf } from '#test/support/test-stacks.ts';

const group = defineServerGroup({ name: 'alpha', removal: 'destroy' });
const header = oauth2AccessTokens({ location: 'header', scopes: ['things:read'] });
const query = oauth2AccessTokens({ location: 'query', scopes: ['things:read'] });

/** Six kinds by turns: plain, query, with a version, with a public resource, with several, and query with variables. */
function projectNumber(index: number): RestProject {
  const project = {
    displayName: `Project ${index}`,
    contextPath: `/project-${index}`,
    target: `https://project-${index}.example.com/api`,
    serverGroups: [group],
  };
  const whole = { path: '/', methods: ['ANY'], acceptChildPaths: true } as const;
  const item = { path: '/items/{id}', methods: ['GET', 'PUT', 'DELETE'] } as const;
  const kinds = [
    () => defineRestProject({ ...project, secureWith: header }),
    () => defineRestProject({ ...project, secureWith: query }),
    () => defineRestProject({ ...project, version: '1.0', secureWith: header }),
    () =>
      defineRestProject({
        ...project,
        secureWith: header,
        resources: { Whole: whole, Health: { path: '/health', methods: ['GET'], proxyRequest: [] } },
      }),
    () =>
      defineRestProject({
        ...project,
        policies: { read: header, write: oauthVerifyAccessToken({ location: 'header', scopes: ['things:write'] }) },
        resources: {
          Items: { path: '/items', methods: ['GET'], proxyRequest: ['read'] },
          NewItem: { path: '/items', methods: ['POST'], proxyRequest: ['write'] },
          Item: { ...item, proxyRequest: ['write'] },
        },
      }),
    () =>
      defineRestProject({
        ...project,
        secureWith: query,
        resources: { Item: item, Parts: { path: '/items/{id}/parts', methods: ['GET'] } },
      }),
  ];
  return kinds[index % kinds.length]!();
}

const templatesOf = (count: number) =>
  groupTemplates(
    defineCatalogue({
      serverGroups: [group],
      projects: [
        { ...token, serverGroups: [group] },
        ...Array.from({ length: count }, (_, index) => projectNumber(index)),
      ],
    }),
  ).alpha!;

const six = templatesOf(6);
const sixty = templatesOf(60);

const countOf = ({ gateway }: typeof sixty, type?: string) => resourcesOf(gateway, type).length;

/** How many statements the policy of each function has, that is, who may call it. */
function permissionsPerFunction({ gateway }: typeof sixty): ReadonlyMap<string, number> {
  const functions = resourcesOf(gateway, 'AWS::Lambda::Permission').map(({ Properties }) =>
    JSON.stringify(Properties.FunctionName),
  );
  return new Map([...Map.groupBy(functions, (name) => name)].map(([name, all]) => [name, all.length]));
}

// Six projects make 130 resources in the stack, 29 of them with the root in the REST API; sixty make 445 and 182, in a
// template of 262 KB. A project of the simplest kind takes four: a stack holds about a hundred of these.
test('sixty projects of all kinds fit into one stack and one REST API', () => {
  expect(countOf(sixty)).toBeLessThan(500);
  expect(countOf(sixty, 'AWS::ApiGateway::Resource') + 1).toBeLessThan(300);
  expect(countOf(sixty, 'AWS::ApiGateway::Method')).toBeGreaterThan(150);
});

test('what is counted while the stacks are built is what the templates hold', () => {
  for (const { stage, registry, gateway } of [six, sixty]) {
    for (const [stack, template] of [
      [stage.registry, registry],
      [stage.gateway, gateway],
    ] as const) {
      const counted = stack.node.findAll().filter((construct) => construct instanceof CfnResource);
      expect(counted).toHaveLength(resourcesOf(template).length);
    }
  }
});

test('a template is written without indentation, so its size is the one that is measured', () => {
  const [registry, gateway] = sixty.stage.synth().stacks.map(({ template, templateFullPath }) => {
    expect(statSync(templateFullPath).size).toBe(templateBytes(template));
    return templateBytes(template);
  });

  expect(registry).toBeLessThan(12_000);
  expect(gateway).toBeLessThan(400_000);
});

test('the stage variables of twenty projects whose calls go through a function are far from a hundred', () => {
  const variables = resourcesOf(sixty.gateway, 'AWS::ApiGateway::Stage').flatMap(({ Properties }) =>
    Object.keys(Properties.Variables ?? {}),
  );

  expect(variables.length).toBeGreaterThanOrEqual(20);
  expect(variables.length).toBeLessThan(60);
});

test('what a function may be called by does not grow with the projects: its policy has room for 20 KB', () => {
  expect(permissionsPerFunction(sixty)).toEqual(permissionsPerFunction(six));
  expect(Math.max(...permissionsPerFunction(sixty).values())).toBeLessThanOrEqual(2);
});

test('two authorizers do for all projects: a REST API takes ten', () => {
  expect(countOf(six, 'AWS::ApiGateway::Authorizer')).toBe(2);
  expect(countOf(sixty, 'AWS::ApiGateway::Authorizer')).toBe(2);
});

test('functions, roles and log groups do not grow with the projects', () => {
  const countsOf = ({ gateway }: typeof sixty) => {
    const others = resourcesOf(gateway).filter(({ Type }) => !/^AWS::ApiGateway::(Resource|Method)$/.test(Type));
    const perType = Map.groupBy(others, ({ Type }) => Type);
    return Object.fromEntries([...perType].map(([type, all]) => [type, all.length]));
  };

  expect(countsOf(sixty)).toEqual(countsOf(six));
});
