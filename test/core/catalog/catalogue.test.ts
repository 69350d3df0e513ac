import { expect, test } from '@jest/globals';
import type { Resource } from '#core/catalog/api-project.ts';
import {
  defineCatalogue,
  defineRestProject,
  defineServerGroup,
  defineTokenEndpoint,
  oauth2AccessTokens,
  oauthVerifyAccessToken,
} from '#core/catalog/authoring.ts';
import { backendProjectsOf, projectsOf, tokenEndpointsOf } from '#core/catalog/catalogue.ts';
import { CatalogueError } from '#core/catalog/catalogue-error.ts';
import type { RestProjectDefinition } from '#core/catalog/define-rest-project.ts';
import { findCatalogueProblems } from '#core/catalog/find-catalogue-problems.ts';
import { testCatalogue } from '#test/support/test-catalogue.ts';

const live = defineServerGroup({ name: 'live' });
const other = defineServerGroup({ name: 'other' });
const token = defineTokenEndpoint({ displayName: 'Token', contextPath: '/token', serverGroups: [live] });
const header = oauth2AccessTokens({ location: 'header' });
const orders = defineRestProject({
  displayName: 'Orders',
  contextPath: '/orders',
  target: 'https://orders.example.com',
  secureWith: header,
  serverGroups: [live],
});

type Changes = Partial<Omit<RestProjectDefinition, 'secureWith' | 'policies' | 'resources'>>;

/** A catalogue that is in order but for these changes to its one REST project. */
function withOrders(changes: Changes) {
  const definition = {
    displayName: 'Orders',
    contextPath: '/orders',
    target: 'https://orders.example.com',
    secureWith: header,
    serverGroups: [live],
    ...changes,
  };
  return { serverGroups: [live], projects: [token, defineRestProject(definition)] };
}

function withResources(resources: Readonly<Record<string, Resource>>, policies = { verify: header }) {
  const { displayName, contextPath, serverGroups } = orders;
  return {
    serverGroups: [live],
    projects: [
      token,
      defineRestProject({
        displayName,
        contextPath,
        serverGroups,
        target: 'https://orders.example.com',
        policies,
        resources,
      }),
    ],
  };
}

function withResource(resource: Partial<Resource>) {
  return withResources({ Main: { path: '/', methods: ['ANY'], proxyRequest: ['verify'], ...resource } });
}

const cases: readonly (readonly [string, Parameters<typeof findCatalogueProblems>[0], readonly string[]])[] = [
  [
    'no server group',
    { serverGroups: [], projects: [] },
    ['The catalogue has no server group; define one with defineServerGroup.'],
  ],
  ['a server group twice', { serverGroups: [live, live], projects: [] }, ['Server group "live" is defined twice.']],
  [
    'a server group whose name is no stage name',
    { serverGroups: [defineServerGroup({ name: 'Live_1' })], projects: [] },
    [
      'Server group "Live_1": the name must start with a lower-case letter and hold at most 30 lower-case letters, digits and hyphens.',
    ],
  ],
  [
    'an account that is none',
    { serverGroups: [defineServerGroup({ name: 'live', account: '1234' })], projects: [] },
    ['Server group "live": account must be a 12-digit AWS account id.'],
  ],
  [
    'a region that is none',
    { serverGroups: [defineServerGroup({ name: 'live', region: 'Ireland' })], projects: [] },
    ['Server group "live": region "Ireland" is not an AWS region such as eu-west-1.'],
  ],
  [
    'a cache longer than an hour',
    { serverGroups: [defineServerGroup({ name: 'live', authorizerCacheSeconds: 3601 })], projects: [] },
    ['Server group "live": authorizerCacheSeconds is 3601; it must be a whole number of seconds from 0 to 3600.'],
  ],
  [
    'keys that sign for no time at all',
    { serverGroups: [defineServerGroup({ name: 'live', signingKeyRotationDays: 0 })], projects: [] },
    ['Server group "live": signingKeyRotationDays is 0; it must be a whole number of days from 1 to 365.'],
  ],
  [
    'a cache of a part of a second',
    { serverGroups: [defineServerGroup({ name: 'live', verifierCacheSeconds: 0.5 })], projects: [] },
    ['Server group "live": verifierCacheSeconds is 0.5; it must be a whole number of seconds from 0 to 3600.'],
  ],
  [
    'a project without a server group',
    withOrders({ serverGroups: [] }),
    ['Orders: it is deployed to no server group.'],
  ],
  [
    'a project in a server group that is not listed',
    withOrders({ serverGroups: [live, other] }),
    ['Orders: the server group "other" is not in the catalogue.'],
  ],
  [
    'projects without a token endpoint',
    { serverGroups: [live], projects: [orders] },
    ['Server group "live" has API projects but no token endpoint; define one with defineTokenEndpoint.'],
  ],
  [
    'two primary token endpoints',
    {
      serverGroups: [live],
      projects: [
        { ...token, primary: true },
        { ...token, id: 'second', displayName: 'Second', contextPath: '/second', primary: true },
      ],
    },
    ['Server group "live" has more than one primary token endpoint: Token, Second.'],
  ],
  [
    'two projects with one id',
    { serverGroups: [live], projects: [token, orders, { ...orders, displayName: 'More', contextPath: '/more' }] },
    ['Orders and More: both have the id "orders" in server group live; give one another id.'],
  ],
  [
    'two projects at one path',
    { serverGroups: [live], projects: [token, orders, { ...orders, displayName: 'More', id: 'more' }] },
    [
      'Orders and More: both have the path /orders in server group live; context path and version together must be unique.',
    ],
  ],
  [
    'a version that makes two paths one',
    {
      serverGroups: [live],
      projects: [
        token,
        { ...orders, version: 'v1' },
        { ...orders, id: 'more', displayName: 'More', contextPath: '/orders/v1' },
      ],
    },
    [
      'Orders and More: both have the path /orders/v1 in server group live; context path and version together must be unique.',
    ],
  ],
  [
    'a display name of blanks',
    withOrders({ displayName: ' ', id: 'orders' }),
    ['orders: displayName must hold 1 to 100 characters.'],
  ],
  [
    'an id with capitals',
    withOrders({ id: 'Orders' }),
    [
      'Orders: id "Orders" must hold at most 63 lower-case letters, digits, ".", "_" and "-", and start with a letter or digit.',
    ],
  ],
  [
    'a context path without its slash',
    withOrders({ contextPath: 'orders' }),
    ['Orders: contextPath "orders" must start with "/".'],
  ],
  [
    'a context path with a slash at its end',
    withOrders({ contextPath: '/orders/' }),
    [
      'Orders: contextPath "/orders/" must be "/" and segments of letters, digits, ".", "_" and "-", without a slash at the end.',
    ],
  ],
  [
    'a context path with dot segments',
    withOrders({ contextPath: '/a/../b' }),
    [
      'Orders: contextPath "/a/../b" must be "/" and segments of letters, digits, ".", "_" and "-", without a slash at the end.',
    ],
  ],
  [
    'the root as context path',
    withOrders({ contextPath: '/' }),
    [
      'Orders: contextPath "/" must be "/" and segments of letters, digits, ".", "_" and "-", without a slash at the end.',
    ],
  ],
  [
    'a context path that API Gateway answers itself',
    withOrders({ contextPath: '/ping' }),
    ['Orders: contextPath "/ping" is reserved.'],
  ],
  [
    'a path at which clients revoke their tokens',
    withOrders({ contextPath: '/oauth', version: 'revoke' }),
    ['Orders: contextPath "/oauth/revoke" is reserved.'],
  ],
  [
    'a path below which calls would be answered in its stead',
    withOrders({ contextPath: '/oauth' }),
    ['Orders: contextPath "/oauth" is where /oauth/introspect and /oauth/revoke are, which are reserved.'],
  ],
  [
    'a version that is no path segment',
    withOrders({ version: '1/0' }),
    ['Orders: version "1/0" must hold letters, digits, ".", "_" and "-" only: it is a segment of the URL.'],
  ],
  [
    'a token lifetime in seconds by mistake',
    {
      serverGroups: [live],
      projects: [
        defineTokenEndpoint({
          displayName: 'Token',
          contextPath: '/token',
          accessTokenExpiryTime: 600,
          serverGroups: [live],
        }),
      ],
    },
    [
      'Token: policy "oauthTokenEndpoint": accessTokenExpiryTime is 600; it is in milliseconds and must be whole seconds from 1000 to 86400000 (24 hours).',
    ],
  ],
  [
    'a scope with a space',
    withResources(
      { Main: { path: '/', methods: ['ANY'], proxyRequest: ['verify'] } },
      { verify: oauthVerifyAccessToken({ location: 'header', scopes: ['a b'] }) },
    ),
    ['Orders: policy "verify": scope "a b" is not a scope-token (RFC 6749 §3.3: no space, quote or backslash).'],
  ],
  [
    'a query parameter that would need escaping',
    withResources(
      { Main: { path: '/', methods: ['ANY'], proxyRequest: ['verify'] } },
      { verify: oauthVerifyAccessToken({ location: 'query', queryParameter: 'a&b' }) },
    ),
    ['Orders: policy "verify": queryParameter "a&b" is not a plain parameter name.'],
  ],
  [
    'a scope twice',
    withResources(
      { Main: { path: '/', methods: ['ANY'], proxyRequest: ['verify'] } },
      { verify: oauthVerifyAccessToken({ location: 'header', scopes: ['read', 'read'] }) },
    ),
    ['Orders: policy "verify": it names a scope twice.'],
  ],
  [
    'an attribute that no token has',
    withResources(
      { Main: { path: '/', methods: ['ANY'], proxyRequest: ['verify'] } },
      { verify: oauthVerifyAccessToken({ location: 'header', attributes: { tier: 'gold' } }) },
    ),
    [
      'Orders: policy "verify" asks for the attribute "tier", which no token endpoint of server group live puts into its tokens.',
    ],
  ],
  [
    'an attribute that could be in no token',
    withResources(
      { Main: { path: '/', methods: ['ANY'], proxyRequest: ['verify'] } },
      { verify: oauthVerifyAccessToken({ location: 'header', attributes: { 'a b': '' } }) },
    ),
    [
      'Orders: policy "verify": attributes: "a b" is not a plain claim name.',
      'Orders: policy "verify": attributes: "a b" must be 1 to 256 printable ASCII characters.',
      'Orders: policy "verify" asks for the attribute "a b", which no token endpoint of server group live puts into its tokens.',
    ],
  ],
  [
    'no resources',
    withResources({}),
    [
      'Orders: it has no resources; define at least a DefaultResource.',
      'Orders: policy "verify" is attached to no resource.',
    ],
  ],
  [
    'a policy that is attached nowhere',
    withResource({ proxyRequest: [] }),
    ['Orders: policy "verify" is attached to no resource.'],
  ],
  [
    'an unknown policy',
    withResources({
      Main: { path: '/', methods: ['ANY'], proxyRequest: ['verify'] },
      More: { path: '/more', methods: ['ANY'], proxyRequest: ['verfy'] },
    }),
    ['Orders: resource "More" attaches the policy "verfy", which the project does not have (it has: verify).'],
  ],
  [
    'two policies on one resource',
    withResource({ proxyRequest: ['verify', 'verify'] }),
    ['Orders: resource "Main" attaches 2 policies; a resource takes one.'],
  ],
  [
    'a resource path without its slash',
    withResource({ path: 'items' }),
    ['Orders: resource "Main": path "items" must start with "/".'],
  ],
  [
    'a greedy variable in the middle',
    withResource({ path: '/{proxy+}/items' }),
    ['Orders: resource "Main": path "/{proxy+}/items" may hold {proxy+} only at its end.'],
  ],
  [
    'a segment that is neither plain nor a variable',
    withResource({ path: '/items/*' }),
    ['Orders: resource "Main": path "/items/*": "*" is neither a plain segment, nor {name}, nor {proxy+}.'],
  ],
  [
    'one variable twice in a path',
    withResource({ path: '/items/{id}/parts/{id}' }),
    ['Orders: resource "Main": path "/items/{id}/parts/{id}" has two variables called id.'],
  ],
  [
    'a variable called as the greedy one is',
    withResource({ path: '/items/{proxy}/{proxy+}' }),
    ['Orders: resource "Main": path "/items/{proxy}/{proxy+}" has two variables called proxy.'],
  ],
  [
    'a resource without methods',
    withResource({ methods: [] }),
    ['Orders: resource "Main": it has no methods; use ["ANY"] for all.'],
  ],
  [
    'a method that is none',
    withResource({ methods: ['FETCH' as 'GET'] }),
    ['Orders: resource "Main": "FETCH" is not a method; use one of ANY, GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS.'],
  ],
  [
    'ANY beside another method',
    withResource({ methods: ['ANY', 'GET'] }),
    ['Orders: resource "Main": ANY stands for all methods; name it alone.'],
  ],
  ['a method twice', withResource({ methods: ['GET', 'GET'] }), ['Orders: resource "Main": it names a method twice.']],
  ['no target for a server group', withOrders({ target: {} }), ['Orders: it has no target for server group live.']],
  [
    'a target for a server group that the project is not deployed to',
    withOrders({ target: { live: 'https://a.example', other: 'https://b.example' } }),
    ['Orders: it has a target for "other", a server group that it is not deployed to.'],
  ],
  [
    'a loopback target',
    withOrders({ target: 'http://localhost:8080' }),
    [
      'Orders: target http://localhost:8080 is a loopback or private address, which API Gateway cannot reach; for calls on a laptop use localTarget, for a backend in a VPC backend({ url, vpcLink }).',
    ],
  ],
  [
    'a target with a query',
    withOrders({ target: 'https://a.example/?x=1' }),
    [
      'Orders: target "https://a.example/?x=1" must be an absolute URL without user, query, fragment or escaped characters, such as https://orders.example.com/api.',
    ],
  ],
  [
    'a target on the internet for calls on a laptop',
    withOrders({ localTarget: 'https://orders.example.com' }),
    ['Orders: localTarget "https://orders.example.com" must be a loopback URL such as http://127.0.0.1:8080.'],
  ],
  [
    'two resources that serve the same',
    withResources({
      One: { path: '/items', methods: ['GET', 'PUT'], proxyRequest: ['verify'] },
      Two: { path: '/items', methods: ['PUT'], proxyRequest: ['verify'] },
    }),
    ['Orders (One) and Orders (Two): both serve PUT /orders/items.'],
  ],
  [
    'a greedy resource and one at the path that it takes in',
    withResources({
      One: { path: '/items/{proxy+}', methods: ['ANY'], proxyRequest: ['verify'] },
      Two: { path: '/items', methods: ['ANY'], proxyRequest: ['verify'] },
    }),
    ['Orders (One) and Orders (Two): both serve ANY /orders/items.'],
  ],
  [
    'two variables side by side',
    withResources({
      One: { path: '/items/{id}', methods: ['GET'], proxyRequest: ['verify'] },
      Two: { path: '/items/{item}/parts', methods: ['GET'], proxyRequest: ['verify'] },
    }),
    [
      'Orders (One) and Orders (Two): API Gateway cannot hold {id} and {item} side by side; use one name for that segment.',
    ],
  ],
];

test.each(cases)('%s is refused', (_what, definition, problems) => {
  expect(findCatalogueProblems(definition)).toEqual(problems);
});

test('all problems are told at once, one a line', () => {
  const act = () => defineCatalogue(withOrders({ contextPath: 'orders', version: '1/0' }));

  expect(act).toThrow(CatalogueError);
  expect(act).toThrow(
    'The catalogue has 2 problems:\n  - Orders: contextPath "orders" must start with "/".\n  - Orders: version "1/0" must hold letters, digits, ".", "_" and "-" only: it is a segment of the URL.',
  );
});

test('a catalogue without problems is taken as it is', () => {
  const definition = { serverGroups: [live, other], projects: [token, orders] };

  expect(defineCatalogue(definition)).toBe(definition);
});

test('one path may be used in two server groups', () => {
  const elsewhere = {
    ...orders,
    id: 'more',
    displayName: 'More',
    serverGroups: [other],
    targets: { other: { kind: 'url', url: 'https://b.example' } },
  } as const;

  expect(
    findCatalogueProblems({
      serverGroups: [live, other],
      projects: [token, orders, { ...token, serverGroups: [other] }, elsewhere],
    }),
  ).toEqual([]);
});

test('the projects of a server group are found by kind, the primary token endpoint first', () => {
  const [alpha, omega] = testCatalogue.serverGroups;

  expect(projectsOf(testCatalogue, omega!).map(({ id }) => id)).toEqual(['token', 'tickets-2.0', 'vault']);
  expect(backendProjectsOf(testCatalogue, alpha!).map(({ id }) => id)).toEqual([
    'tickets-2.0',
    'archive',
    'warehouse',
    'ledger',
    'vault',
    'forms-1',
    'desk',
    'lapsed',
    'lapsed-ledger',
    'depot',
    'mailbox',
  ]);
  expect(
    tokenEndpointsOf({ ...testCatalogue, projects: testCatalogue.projects.toReversed() }, alpha!).map(({ id }) => id),
  ).toEqual(['token', 'brief-token', 'partner-token-v2']);
});
