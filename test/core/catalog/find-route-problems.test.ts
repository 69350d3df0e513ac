import { expect, test } from '@jest/globals';
import type { Method } from '#core/catalog/api-project.ts';
import { defineRestProject, defineServerGroup, oauthVerifyAccessToken } from '#core/catalog/authoring.ts';
import { findRouteProblems } from '#core/catalog/find-route-problems.ts';

const live = defineServerGroup({ name: 'live' });

function project(displayName: string, contextPath: string, path: string, methods: readonly Method[] = ['ANY']) {
  return defineRestProject({
    displayName,
    contextPath,
    target: 'https://shop.example.com',
    policies: { verify: oauthVerifyAccessToken({ location: 'header' }) },
    resources: { Only: { path, methods, proxyRequest: ['verify'] } },
    serverGroups: [live],
  });
}

test('a variable of one project beside a variable of another is told', () => {
  const projects = [project('Shop', '/shop', '/v1/{id}'), project('Shop One', '/shop/v1', '/{item}/parts')];

  expect(findRouteProblems(projects)).toEqual([
    'Shop (Only) and Shop One (Only): API Gateway cannot hold {id} and {item} side by side; use one name for that segment.',
  ]);
});

test('a greedy variable beside another variable is told', () => {
  const projects = [project('Shop', '/shop', '/{proxy+}'), project('Shop Items', '/shop', '/{item}')];

  expect(findRouteProblems(projects)).toEqual([
    'Shop (Only) and Shop Items (Only): API Gateway cannot hold {proxy+} and {item} side by side; use one name for that segment.',
  ]);
});

test('one path and method in two projects is told', () => {
  const projects = [
    project('Shop', '/shop', '/v1/items', ['GET', 'PUT']),
    project('Shop One', '/shop/v1', '/items', ['PUT']),
  ];

  expect(findRouteProblems(projects)).toEqual(['Shop (Only) and Shop One (Only): both serve PUT /shop/v1/items.']);
});

test.each([
  ['other methods of one path', '/shop', '/items', ['GET'], '/shop', '/items', ['PUT']],
  ['ANY for what the other does not serve', '/shop', '/items', ['GET'], '/shop', '/items', ['ANY']],
  ['one name for the variable', '/shop', '/items/{id}', ['ANY'], '/shop/items', '/{id}/parts', ['ANY']],
  ['a fixed segment beside a variable', '/shop', '/{id}', ['ANY'], '/shop', '/export', ['ANY']],
  ['variables behind other fixed segments', '/shop', '/a/{id}', ['ANY'], '/shop', '/b/{item}', ['ANY']],
  ['variables below other context paths', '/shop', '/{id}', ['ANY'], '/shops', '/{item}', ['ANY']],
] as const)('%s are no problem', (_what, base, path, methods, otherBase, otherPath, otherMethods) => {
  const projects = [project('One', base, path, methods), project('Two', otherBase, otherPath, otherMethods)];

  expect(findRouteProblems(projects)).toEqual([]);
});
