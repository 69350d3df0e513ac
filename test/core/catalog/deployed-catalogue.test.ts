import { expect, test } from '@jest/globals';
import { callPathOf } from '#core/catalog/call-path.ts';
import { deployedCatalogue, deployedRoutesOf, targetIn, targetVariable } from '#core/catalog/deployed-catalogue.ts';
import { alpha, archive, omega, testCatalogue, tickets, vault, warehouse } from '#test/support/test-catalogue.ts';

test('the functions of a server group know its own projects alone', () => {
  const { serverGroup, projects } = deployedCatalogue(testCatalogue, omega);

  expect(serverGroup).toBe('omega');
  expect(projects.map(({ projectId }) => projectId)).toEqual(['tickets-2.0', 'vault']);
});

test('token endpoints come with their path and the lifetime of their tokens in seconds, the primary one first', () => {
  expect(deployedCatalogue(testCatalogue, alpha).tokenEndpoints).toEqual([
    {
      projectId: 'token',
      displayName: 'Token',
      path: '/token',
      serverGroups: ['alpha', 'omega'],
      accessTokenLifetime: 600,
      attributes: {},
    },
    {
      projectId: 'partner-token-v2',
      displayName: 'PartnerToken',
      version: 'v2',
      path: '/partners/token/v2',
      serverGroups: ['alpha'],
      accessTokenLifetime: 60,
      attributes: { made_by: { from: 'constant', value: 'partners' } },
    },
    {
      projectId: 'brief-token',
      displayName: 'BriefToken',
      path: '/brief/token',
      serverGroups: ['alpha'],
      accessTokenLifetime: 1,
      attributes: {},
    },
  ]);
});

test('a route carries its policy, and null if it is public', () => {
  const { verify } = archive.policies;

  expect(deployedRoutesOf(archive)).toEqual([
    { resource: 'DefaultResource', template: '/archive', methods: ['ANY'], policy: 'verify', verify },
    { resource: 'DefaultResource', template: '/archive/{proxy+}', methods: ['ANY'], policy: 'verify', verify },
    { resource: 'Status', template: '/archive/status', methods: ['GET'], policy: null, verify: null },
  ]);
});

test('a policy that is missing never makes a route public', () => {
  expect(() => deployedRoutesOf({ ...archive, policies: {} })).toThrow('Archive has no policy "verify".');
});

test('a project is forwarded if a token may stand elsewhere than in the header', () => {
  expect([tickets, archive, warehouse, vault].map(callPathOf)).toEqual(['direct', 'forward', 'direct', 'direct']);
});

test('a project has a target in each of its server groups, and in no other', () => {
  expect(targetIn(tickets, omega)).toEqual({ kind: 'url', url: 'https://backend.example.com/base' });
  expect(() => targetIn(archive, omega)).toThrow('Archive has no target for server group omega.');
});

test.each([
  ['archive', 'target_archive'],
  ['tickets-2.0', 'target_tickets_2d_2_2e_0'],
  ['a_b', 'target_a_5f_b'],
])('the stage variable of the target of %s is %s, a name that API Gateway takes', (id, name) => {
  expect(targetVariable(id)).toBe(name);
  expect(name).toMatch(/^\w+$/);
});

test('it is plain data: written to a file and read again it is the same', () => {
  const catalogue = deployedCatalogue(testCatalogue, alpha);

  expect(JSON.parse(JSON.stringify(catalogue))).toEqual(catalogue);
});
