import { describe, expect, test } from '@jest/globals';
import {
  backend,
  defineRestProject,
  defineServerGroup,
  defineTokenEndpoint,
  gatewaySecret,
  oauth2AccessTokens,
  oauthVerifyAccessToken,
  vpcLink,
} from '#core/catalog/authoring.ts';
import { CatalogueError } from '#core/catalog/catalogue-error.ts';
import type { RestProjectDefinition } from '#core/catalog/define-rest-project.ts';
import type { TargetDefinition } from '#core/catalog/define-targets.ts';
import { deployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import { findCatalogueProblems } from '#core/catalog/find-catalogue-problems.ts';
import { type GatewaySecretDefinition, secretReference } from '#core/catalog/gateway-secret.ts';
import type { VpcLink } from '#core/catalog/vpc-link.ts';

const live = defineServerGroup({ name: 'live' });
const token = defineTokenEndpoint({ displayName: 'Token', contextPath: '/token', serverGroups: [live] });
const loadBalancerArn = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/orders/50dc6c495c0c9188';
const secretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders/gateway-AbCdEf';

type Changes = Partial<RestProjectDefinition> & { readonly displayName?: string };

function catalogueWith(target: TargetDefinition, changes: Changes = {}) {
  const project = {
    displayName: 'Orders',
    contextPath: `/${changes.displayName ?? 'orders'}`,
    target,
    secureWith: oauth2AccessTokens({ location: 'header' }),
    serverGroups: [live],
    ...changes,
  } as RestProjectDefinition;
  return { serverGroups: [live], projects: [token, defineRestProject(project)] };
}

const url = 'https://orders.example.com/api';
const ofSecret = (changes: Partial<GatewaySecretDefinition>) =>
  findCatalogueProblems(catalogueWith(backend({ url, gatewaySecret: { secretId: 'orders', ...changes } })));
const ofLink = (link: VpcLink, target = url, changes: Changes = {}) =>
  findCatalogueProblems(catalogueWith(backend({ url: target, vpcLink: link }), changes));

describe('a backend', () => {
  test('is plain data, with what was left out filled in', () => {
    expect(
      backend({
        url,
        vpcLink: vpcLink({ id: 'abc123', loadBalancerArn }),
        gatewaySecret: gatewaySecret({ secretId: 'orders/gateway' }),
      }),
    ).toEqual({
      kind: 'url',
      url,
      vpcLink: { id: 'abc123', loadBalancerArn },
      gatewaySecret: { secretId: 'orders/gateway', header: 'X-Gateway-Secret', localValue: 'local-gateway-secret' },
    });
  });

  test('takes the fields of a link and a secret as they are too, and checks them', () => {
    expect(backend({ url, gatewaySecret: { secretId: 'orders' } })).toEqual(
      backend({ url, gatewaySecret: gatewaySecret({ secretId: 'orders' }) }),
    );
    expect(() => backend({ url, vpcLink: { id: 1 as never } })).toThrow('vpcLink: id must be a text, not 1.');
  });

  test.each<[string, () => unknown, string]>([
    ['no URL', () => backend({} as never), 'backend: url is missing.'],
    [
      'a field that does not exist',
      () => backend({ url, vpclink: { id: 'a' } } as never),
      'backend: "vpclink" is not known here; did you mean "vpcLink"?',
    ],
    [
      'a secret that is no object',
      () => backend({ url, gatewaySecret: 'orders' } as never),
      'backend: gatewaySecret must be an object, not "orders".',
    ],
    [
      'a secret with a misspelt field',
      () => gatewaySecret({ secretId: 'orders', jsonfield: 'x' } as never),
      'gatewaySecret: "jsonfield" is not known here; did you mean "jsonField"?',
    ],
    ['a secret without an id', () => gatewaySecret({} as never), 'gatewaySecret: secretId is missing.'],
    [
      'a link with a misspelt field',
      () => vpcLink({ id: 'a', loadBalancerARN: loadBalancerArn } as never),
      'vpcLink: "loadBalancerARN" is not known here; did you mean "loadBalancerArn"?',
    ],
    [
      'the fields of a backend without the function',
      () => catalogueWith({ url, vpcLink: { id: 'a' } } as never),
      'Orders: target.vpcLink must be a URL, backend({ … }) or sampleBackend(), not {"id":"a"}.',
    ],
  ])('is refused with %s', (_, make, message) => {
    expect(make).toThrow(new CatalogueError([message]));
  });
});

describe('a gateway secret', () => {
  test.each<[Partial<GatewaySecretDefinition>, string]>([
    [{}, '{{resolve:secretsmanager:orders:SecretString:::}}'],
    [{ jsonField: 'value' }, '{{resolve:secretsmanager:orders:SecretString:value::}}'],
    [{ jsonField: 'a', versionId: 'v' }, '{{resolve:secretsmanager:orders:SecretString:a::v}}'],
    [{ secretId: secretArn }, `{{resolve:secretsmanager:${secretArn}:SecretString:::}}`],
  ])('of %j is referred to as %s', (changes, reference) => {
    expect(secretReference(gatewaySecret({ secretId: 'orders', ...changes }))).toBe(reference);
  });

  test.each<Partial<GatewaySecretDefinition>>([
    { secretId: 'orders/gateway_1+2=3.x@y-z' },
    { secretId: secretArn },
    { jsonField: 'api.key-1' },
    { versionId: '01234567-89ab-cdef-0123-456789abcdef' },
    { header: 'X-Backend-Key' },
    { localValue: 'a.b~c:d/e?f#g&h=i,j' },
  ])('may have %j', (changes) => {
    expect(ofSecret(changes)).toEqual([]);
  });

  const NAME = 'must be the name (letters, digits and /_+=.@-) or the ARN of a Secrets Manager secret.';
  const FIELD = 'must hold 1 to 128 letters, digits and _.@/+- only: it is part of a reference.';
  const VERSION = 'must be the id of a version, such as EXAMPLE1-90ab-cdef-fedc-ba987SECRET1.';
  const HEADER = 'must be a header name of at most 64 letters, digits and hyphens, such as X-Gateway-Secret.';
  const LOCAL = 'must hold 1 to 512 letters, digits and -._~:/?#&=, as the secret itself must.';
  test.each([
    ['secretId', '', NAME],
    ['secretId', 'a:b', NAME],
    ['secretId', 'a}}', NAME],
    ['secretId', '{a', NAME],
    ['secretId', 'a b', NAME],
    ['secretId', 'a\n', NAME],
    ['secretId', "a'b", NAME],
    ['secretId', 'arn:aws:ssm:eu-west-1:123456789012:parameter/x', NAME],
    ['secretId', `${secretArn}:x`, NAME],
    ['jsonField', '', FIELD],
    ['jsonField', 'a:b', FIELD],
    ['jsonField', 'a}', FIELD],
    ['jsonField', 'a\\', FIELD],
    ['versionId', '1', VERSION],
    ['versionId', 'EXAMPLE1-90ab-cdef-fedc-ba987SECRET1:', VERSION],
    ['header', '', HEADER],
    ['header', 'X Secret', HEADER],
    ['header', 'X_Secret', HEADER],
    ['header', 'X-Secret:', HEADER],
    ['header', '1-Secret', HEADER],
    ['localValue', '', LOCAL],
    ['localValue', "it's", LOCAL],
    ['localValue', '{{resolve:x}}', LOCAL],
    ['localValue', 'a'.repeat(513), LOCAL],
  ])('may not have the %s %j', (field, value, message) => {
    expect(ofSecret({ [field]: value })).toEqual([
      `Orders: target ${url}: gatewaySecret.${field} ${JSON.stringify(value)} ${message}`,
    ]);
  });

  test.each([
    'Authorization',
    'HOST',
    'Tollgate',
    'Content-Length',
    'content-type',
    'Transfer-Encoding',
    'Connection',
    'Keep-Alive',
    'Proxy-Authorization',
    'Expect',
    'Max-Forwards',
    'Server',
    'TE',
    'Trailer',
    'Upgrade',
    'Via',
    'WWW-Authenticate',
    'X-Amzn-Trace-Id',
    'X-Amz-Date',
    'X-Forwarded-For',
    'Cookie',
    'Accept',
  ])('may not travel as %s', (header) => {
    expect(ofSecret({ header })).toEqual([
      `Orders: target ${url}: gatewaySecret.header "${header}" has another use in HTTP, API Gateway or Tollgate; take one of its own: X-Gateway-Secret.`,
    ]);
  });

  test('has one local value for all projects of a server group', () => {
    const withValue = (displayName: string, localValue: string) =>
      catalogueWith(backend({ url, gatewaySecret: { secretId: 'shared', localValue } }), { displayName }).projects[1]!;
    const problems = (...values: readonly string[]) =>
      findCatalogueProblems({
        serverGroups: [live],
        projects: [token, ...values.map((value, index) => withValue(`p${index}`, value))],
      });

    expect(problems('a', 'a')).toEqual([]);
    expect(problems('a', 'b')).toEqual([
      'p0 and p1: gatewaySecret.localValue is "a" and "b" for the same secret "shared" in server group live; give it one.',
    ]);
  });

  test('tells the functions the name of its header alone', () => {
    const catalogue = catalogueWith(
      backend({ url, gatewaySecret: { secretId: 'the-secret', header: 'X-Key', localValue: 'the-value' } }),
    );
    const deployed = deployedCatalogue(catalogue, live);

    expect(deployed.projects[0]).toMatchObject({ projectId: 'orders', gatewaySecretHeader: 'X-Key' });
    expect(JSON.stringify(deployed)).not.toMatch(/the-secret|the-value/);
  });
});

describe('a VPC link', () => {
  test.each([
    'https://orders.internal/api',
    'http://orders.example.com',
    'http://10.0.0.5:8080',
    'https://orders.local',
  ])('may lead to %s', (target) => {
    expect(ofLink({ id: 'abc123' }, target)).toEqual([]);
    expect(ofLink({ id: 'abc123', loadBalancerArn }, target)).toEqual([]);
  });

  test('changes nothing about what a base URL is', () => {
    expect(ofLink({ id: 'abc123' }, 'https://orders.internal/?x')[0]).toMatch(/^Orders: target .* must be an absolute/);
    expect(ofLink({ id: 'abc123' }, 'https://orders.internal:81')[0]).toMatch(/ has port 81; /);
  });

  test.each(['', 'ABC', 'abc-123', 'abc 123', 'arn:aws:apigateway:eu-west-1::/vpclinks/abc123', 'a'.repeat(33)])(
    'may not have the id %j',
    (id) => {
      expect(ofLink({ id })).toEqual([
        `Orders: target ${url}: vpcLink.id "${id}" must be the id of a VPC link, lower-case letters and digits such as abc123.`,
      ]);
    },
  );

  test.each([
    '',
    'orders',
    loadBalancerArn.replace('loadbalancer/app', 'listener/app'),
    loadBalancerArn.replace('loadbalancer/app', 'loadbalancer/gwy'),
    loadBalancerArn.replace('123456789012', ''),
    `${loadBalancerArn}/x`,
  ])('may not have the load balancer %j', (arn) => {
    expect(ofLink({ id: 'abc123', loadBalancerArn: arn })).toEqual([
      `Orders: target ${url}: vpcLink.loadBalancerArn "${arn}" must be the ARN of an Application or Network Load Balancer (not of a listener or target group), such as ${loadBalancerArn}.`,
    ]);
  });

  const needsGateway = `Orders: target ${url} has a vpcLink, which only API Gateway itself can use, and the calls of this project go through a function`;
  test.each<[string, Changes, string]>([
    [
      'that takes tokens from the query string',
      { secureWith: oauth2AccessTokens({ location: 'query' }) },
      `${needsGateway} (it takes tokens from the query string); use location 'header', or a target that the function can reach.`,
    ],
    [
      'that takes tokens from several places',
      { secureWith: oauth2AccessTokens({ location: ['query', 'body'] }) },
      `${needsGateway} (it takes tokens from the query string and the body); use location 'header', or a target that the function can reach.`,
    ],
    [
      'with a public resource that takes in a protected path',
      {
        secureWith: undefined as never,
        policies: { verify: oauthVerifyAccessToken({ location: 'header' }) },
        resources: {
          Open: { path: '/{proxy+}', methods: ['ANY'], proxyRequest: [] },
          Closed: { path: '/admin', methods: ['ANY'], proxyRequest: ['verify'] },
        },
      },
      `${needsGateway} (a public resource has a variable in its path); use public resources without variables, or a target that the function can reach.`,
    ],
  ])('is not for a project %s', (_, changes, message) => {
    expect(ofLink({ id: 'abc123' }, url, changes)).toEqual([message]);
  });
});
