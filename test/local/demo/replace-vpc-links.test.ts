import { expect, test } from '@jest/globals';
import type { ResolvedResource } from '#local/assembly/resolved-resource.ts';
import { replaceVpcLinks } from '#local/demo/replace-vpc-links.ts';
import { readTollgateMetadata } from '#local/demo/tollgate-metadata.ts';

function method(logicalId: string, Uri: string, connection: object = {}): ResolvedResource {
  const link = { ConnectionType: 'VPC_LINK', ConnectionId: 'abc123', IntegrationTarget: 'arn:aws:x' };
  return {
    logicalId,
    stackName: 'Gateway',
    type: 'AWS::ApiGateway::Method',
    physicalId: logicalId,
    properties: { HttpMethod: 'GET', Integration: { Type: 'HTTP_PROXY', Uri, ...link, ...connection } },
    metadata: {},
  };
}

const withProjects = (...projects: readonly object[]) => readTollgateMetadata({ Tollgate: { projects } });
const depot = { id: 'depot', displayName: 'Depot', target: 'http://depot.internal/v1/' };
const localTarget = 'http://127.0.0.1:8080';

test('takes the link away from every method of a project with a target on this machine', () => {
  const methods = [method('Root', 'http://depot.internal/v1'), method('All', 'http://depot.internal/v1/{proxy}')];

  const { resources, unsupported } = replaceVpcLinks(methods, withProjects({ ...depot, localTarget }));

  expect(resources.map(({ properties }) => properties)).toEqual([
    { HttpMethod: 'GET', Integration: { Type: 'HTTP_PROXY', Uri: 'http://depot.internal/v1' } },
    { HttpMethod: 'GET', Integration: { Type: 'HTTP_PROXY', Uri: 'http://depot.internal/v1/{proxy}' } },
  ]);
  expect(unsupported).toEqual([]);
});

test('names a project without a target on this machine once, and says what to do', () => {
  const methods = [method('Root', 'http://depot.internal/v1'), method('All', 'http://depot.internal/v1/{proxy}')];

  expect(replaceVpcLinks(methods, withProjects(depot)).unsupported).toEqual([
    {
      logicalId: 'Root',
      stackName: 'Gateway',
      type: 'AWS::ApiGateway::Method',
      feature:
        'the target http://depot.internal/v1/ of the project Depot is behind a VPC link, and there is none on this machine; give the project a localTarget',
    },
  ]);
});

test('names the project whose target the call goes to, not one with a shorter target', () => {
  const outer = { id: 'outer', displayName: 'Outer', target: 'http://depot.internal' };
  const { unsupported } = replaceVpcLinks([method('Root', 'http://depot.internal/v1')], withProjects(outer, depot));

  expect(unsupported).toMatchObject([{ feature: expect.stringContaining('of the project Depot') }]);
});

test.each([
  ['a method of no project', method('Foreign', 'http://depot.internal/v10')],
  [
    'a method that is called over the internet',
    method('Web', 'http://depot.internal/v1', { ConnectionType: 'INTERNET' }),
  ],
  ['what is no method', { ...method('Other', 'http://depot.internal/v1'), type: 'AWS::Lambda::Function' }],
])('leaves %s as it is', (_, resource) => {
  expect(replaceVpcLinks([resource], withProjects({ ...depot, localTarget }))).toEqual({
    resources: [resource],
    unsupported: [],
  });
});
