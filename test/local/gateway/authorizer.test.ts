import { afterEach, expect, jest, test } from '@jest/globals';
import { type LooseEvent, Outcome, policy, startGateway, stopAll } from './running-gateway.ts';
import { ACCOUNT, API_ID, authorizer, guarded, lambda, lambdaUri, REGION, template } from './template-fixture.ts';

afterEach(async () => {
  jest.restoreAllMocks();
  await stopAll();
});

const allow = ({ methodArn }: LooseEvent) => policy('Allow', methodArn);
const allowAll = () => policy('Allow', '*');
const methods = { 'ANY /a/{id}': guarded(lambda()), 'ANY /{proxy+}': guarded(lambda()) };
const ARN = `arn:aws:execute-api:${REGION}:${ACCOUNT}:${API_ID}`;

async function guardedBy(
  answer: (event: LooseEvent) => unknown,
  properties: Readonly<Record<string, unknown>> = {},
  stage: object = {},
) {
  const gateway = await startGateway(template(methods, { others: [authorizer(properties)], stage: { ...stage } }), {
    authorizer: answer,
    backend: () => ({ body: 'in' }),
  });
  return { ...gateway, asked: () => gateway.eventsOf('authorizer').length };
}

const bearer = (token: string, ...others: readonly string[]) => ({
  headers: ['Authorization', `Bearer ${token}`, ...others],
});

test('the event of a REQUEST authorizer has no body, empty maps as {}, and the method’s ARN with the path as sent', async () => {
  const gateway = await guardedBy(allowAll);

  await gateway.send('/dev/a/x%20y/', { ...bearer('t'), method: 'POST', body: 'secret' });

  const [event] = gateway.eventsOf('authorizer');
  expect(Object.keys(event).sort()).toEqual(
    [
      'type',
      'methodArn',
      'resource',
      'path',
      'httpMethod',
      'headers',
      'multiValueHeaders',
      'queryStringParameters',
      'multiValueQueryStringParameters',
      'pathParameters',
      'stageVariables',
      'requestContext',
    ].sort(),
  );
  expect(event).toMatchObject({
    type: 'REQUEST',
    methodArn: `${ARN}/dev/POST/a/x%20y/`,
    resource: '/a/{id}',
    path: '/a/x%20y/',
    httpMethod: 'POST',
    queryStringParameters: {},
    multiValueQueryStringParameters: {},
    pathParameters: { id: 'x%20y' },
    stageVariables: {},
    requestContext: {
      path: '/dev/a/x%20y/',
      stage: 'dev',
      apiId: API_ID,
      accountId: ACCOUNT,
      resourceId: 'res1',
      resourcePath: '/a/{id}',
      httpMethod: 'POST',
      identity: { sourceIp: '127.0.0.1' },
    },
  });
  expect(event.headers.Authorization).toBe('Bearer t');
});

test('the backend gets the principal and the context as text, and how long the authorizer took', async () => {
  const gateway = await guardedBy(() => policy('Allow', '*', { text: 'a', number: 12, yes: true }));

  await gateway.send('/dev/a/1', bearer('t'));

  expect(gateway.eventsOf('backend')[0].requestContext.authorizer).toEqual({
    principalId: 'client-1',
    text: 'a',
    number: '12',
    yes: 'true',
    integrationLatency: expect.any(Number),
  });
  expect(gateway.eventsOf('backend')[0].requestContext.requestId).toBe(
    gateway.eventsOf('authorizer')[0].requestContext.requestId,
  );
});

test('a missing identity source is 401 without asking the function, while results are cached', async () => {
  const gateway = await guardedBy(allowAll);

  const none = await gateway.send('/dev/a/1');
  const empty = await gateway.send('/dev/a/1', { headers: ['Authorization', ''] });

  for (const answer of [none, empty]) {
    expect(answer).toMatchObject({ status: 401, text: '{"message":"Unauthorized"}' });
    expect(answer.headers['x-amzn-errortype']).toBe('UnauthorizedException');
  }
  expect(gateway.calls).toEqual([]);
  expect(gateway.log).toMatchObject([{ authorizer: 'none', reason: 'UNAUTHORIZED' }, {}]);
});

test('without a time to live the function is always asked, even with nothing to identify the caller', async () => {
  const gateway = await guardedBy(allowAll, { IdentitySource: '', AuthorizerResultTtlInSeconds: 0 });

  await gateway.send('/dev/a/1');
  await gateway.send('/dev/a/1');

  expect(gateway.asked()).toBe(2);
  expect(gateway.log).toMatchObject([{ authorizer: 'invoked' }, { authorizer: 'invoked' }]);
});

test('the header of the identity source is found in any case, and is the key of the cache', async () => {
  const gateway = await guardedBy(allowAll);

  await gateway.send('/dev/a/1', { headers: ['AUTHORIZATION', 'x'] });
  await gateway.send('/dev/a/2', { headers: ['authorization', 'x'] });
  expect(gateway.asked()).toBe(1);
  await gateway.send('/dev/a/1', { headers: ['Authorization', 'y'] });

  expect(gateway.asked()).toBe(2);
  expect(gateway.log.map((entry) => entry.authorizer)).toEqual(['invoked', 'cached', 'invoked']);
});

test('a query string identity source is required and is the key; other parameters are not in it', async () => {
  const gateway = await guardedBy(allowAll, { IdentitySource: 'method.request.querystring.key' });

  const missing = await gateway.send('/dev/a/1?other=1');
  await gateway.send('/dev/a/1?key=k&other=1');
  await gateway.send('/dev/a/1?other=2&key=k');

  expect(missing.status).toBe(401);
  expect(gateway.asked()).toBe(1);
});

test('of two sources both must be there', async () => {
  const gateway = await guardedBy(allowAll, {
    IdentitySource: 'method.request.header.Authorization, method.request.querystring.key',
  });

  const header = await gateway.send('/dev/a/1', bearer('t'));
  const query = await gateway.send('/dev/a/1?key=k');
  const both = await gateway.send('/dev/a/1?key=k', bearer('t'));

  expect([header.status, query.status, both.status]).toEqual([401, 401, 200]);
});

test.each([
  ['two values that join to the same text', '?a=x,y&b=z', '?a=x&b=y,z'],
  ['quotes and brackets in a value', '?a=%22%5D%2C%5B%22&b=1', '?a=&b=%22%5D%2C%5B%22'],
  ['a second value', '?a=1&b=2', '?a=0&a=1&b=2'],
])('keys of the cache are never mixed up by %s', async (_, one, other) => {
  const gateway = await guardedBy(allowAll, {
    IdentitySource: 'method.request.querystring.a,method.request.querystring.b',
  });

  await gateway.send(`/dev/a/1${one}`);
  const before = gateway.asked();
  const answer = await gateway.send(`/dev/a/1${other}`);

  expect(gateway.asked() - before).toBe(answer.status === 401 ? 0 : 1);
});

test('path, method, stage variables and other context variables can be identity sources', async () => {
  const IdentitySource =
    'method.request.header.Authorization, context.path, context.httpMethod, stageVariables.colour, context.identity.sourceIp';
  const gateway = await guardedBy(allow, { IdentitySource }, { Variables: { colour: 'blue' } });

  const statuses: number[] = [];
  for (const [method, path] of [
    ['GET', '/dev/a/1'],
    ['GET', '/dev/a/1'],
    ['GET', '/dev/a/2'],
    ['POST', '/dev/a/1'],
    ['POST', '/dev/a/1'],
  ] as const) {
    statuses.push((await gateway.send(path, { ...bearer('t'), method })).status);
  }

  expect(statuses).toEqual([200, 200, 200, 200, 200]);
  expect(gateway.asked()).toBe(3);
});

test('an absent stage variable is a missing identity source', async () => {
  const gateway = await guardedBy(allow, { IdentitySource: 'stageVariables.colour' });

  expect((await gateway.send('/dev/a/1')).status).toBe(401);
});

test('the policy is cached, not the verdict: one for an exact ARN denies the next path', async () => {
  const gateway = await guardedBy(allow);

  const first = await gateway.send('/dev/a/1', bearer('t'));
  const second = await gateway.send('/dev/a/2', bearer('t'));
  const again = await gateway.send('/dev/a/1', bearer('t'));

  expect([first.status, second.status, again.status]).toEqual([200, 403, 200]);
  expect(second.text).toBe('{"Message":"User is not authorized to access this resource"}');
  expect(gateway.asked()).toBe(1);
});

test('a cached policy answers every method and path as an uncached one would', async () => {
  const Statement = [
    { Effect: 'Allow', Action: ['execute-api:Invoke'], Resource: [`${ARN}/dev/GET/a/*`, `${ARN}/dev/POST/b/?`] },
    { Effect: 'Deny', Action: 'execute-api:*', Resource: `${ARN}/*/a/9*` },
  ];
  const answer = () => ({ principalId: 'p', policyDocument: { Statement } });
  const cached = await guardedBy(answer);
  const uncached = await guardedBy(answer, { AuthorizerResultTtlInSeconds: 0 });
  const requests = ['GET', 'POST', 'DELETE'].flatMap((method) =>
    ['/a/1', '/a/1/x', '/a/9', '/b/1', '/b/11', '/c', '/a//9'].map((path) => ({ method, path })),
  );

  for (const { method, path } of requests) {
    const one = await cached.send(`/dev${path}`, { ...bearer('t'), method });
    const other = await uncached.send(`/dev${path}`, { ...bearer('t'), method });
    expect([method, path, one.status, one.text]).toEqual([method, path, other.status, other.text]);
  }
  expect(cached.asked()).toBe(1);
  expect(new Set(cached.log.map((entry) => entry.status))).toEqual(new Set([200, 403]));
});

test('stages do not share cached policies', async () => {
  const gateway = await startGateway(
    [
      ...template(methods, { others: [authorizer()] }),
      {
        ...template({})[2]!,
        logicalId: 'Other',
        physicalId: 'prod',
        properties: { RestApiId: API_ID, StageName: 'prod' },
      },
    ],
    { authorizer: allow, backend: () => ({}) },
  );

  const dev = await gateway.send('/dev/a/1', bearer('t'));
  const prod = await gateway.send('/prod/a/1', bearer('t'));

  expect([dev.status, prod.status]).toEqual([200, 200]);
  expect(gateway.eventsOf('authorizer').map((event) => event.methodArn)).toEqual([
    `${ARN}/dev/GET/a/1`,
    `${ARN}/prod/GET/a/1`,
  ]);
});

test.each([
  [undefined, 299, 301],
  [60, 59, 61],
  [3600, 3599, 3601],
])('with a time to live of %s s a result is used for %i s and no more after %i s', async (ttl, within, after) => {
  const start = Date.now();
  const gateway = await guardedBy(allowAll, ttl === undefined ? {} : { AuthorizerResultTtlInSeconds: ttl });
  const at = (seconds: number) => jest.spyOn(Date, 'now').mockReturnValue(start + seconds * 1000);

  at(0);
  await gateway.send('/dev/a/1', bearer('t'));
  at(within);
  await gateway.send('/dev/a/1', bearer('t'));
  expect(gateway.asked()).toBe(1);
  at(after);
  await gateway.send('/dev/a/1', bearer('t'));

  expect(gateway.asked()).toBe(2);
});

test('a use does not lengthen the time to live', async () => {
  const start = Date.now();
  const gateway = await guardedBy(allowAll, { AuthorizerResultTtlInSeconds: 10 });

  for (const seconds of [0, 6, 12]) {
    jest.spyOn(Date, 'now').mockReturnValue(start + seconds * 1000);
    await gateway.send('/dev/a/1', bearer('t'));
  }

  expect(gateway.asked()).toBe(2);
});

test('a Deny is cached too', async () => {
  const gateway = await guardedBy(() => policy('Deny', '*', { reason: 'expired' }));

  const first = await gateway.send('/dev/a/1', bearer('t'));
  const second = await gateway.send('/dev/a/1', bearer('t'));

  expect([first.status, second.status]).toEqual([403, 403]);
  expect(first.text).toContain('with an explicit deny');
  expect(first.headers['x-amzn-errortype']).toBe('AccessDeniedException');
  expect(gateway.log).toMatchObject([
    { authorizer: 'invoked', reason: 'expired' },
    { authorizer: 'cached', reason: 'expired' },
  ]);
  expect(gateway.calls.map(({ name }) => name)).toEqual(['authorizer']);
});

test('throwing exactly "Unauthorized" is 401 and not cached', async () => {
  const gateway = await guardedBy(() => {
    throw new Error('Unauthorized');
  });

  const answer = await gateway.send('/dev/a/1', bearer('t'));
  await gateway.send('/dev/a/1', bearer('t'));

  expect(answer).toMatchObject({ status: 401, text: '{"message":"Unauthorized"}' });
  expect(gateway.asked()).toBe(2);
});

test.each(['unauthorized', 'Unauthorized.', ' Unauthorized', 'boom'])(
  'throwing "%s" is 500, not cached, and never reaches the backend',
  async (message) => {
    const gateway = await guardedBy(() => {
      throw new Error(message);
    });

    const answer = await gateway.send('/dev/a/1', bearer('t'));
    await gateway.send('/dev/a/1', bearer('t'));

    expect(answer).toMatchObject({ status: 500, text: '{"message":null}' });
    expect(gateway.calls.map(({ name }) => name)).toEqual(['authorizer', 'authorizer']);
    expect(gateway.log).toMatchObject([{ reason: 'AUTHORIZER_FAILURE' }, {}]);
  },
);

const Statement = [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }];
const policyDocument = { Version: '2012-10-17', Statement };

test.each([
  ['null', null],
  ['a text', 'Allow'],
  ['the text "false"', 'false'],
  ['no principalId', { policyDocument }],
  ['an empty principalId', { principalId: '', policyDocument }],
  ['a principalId that is no text', { principalId: 7, policyDocument }],
  ['no policy', { principalId: 'p' }],
  ['a policy as text', { principalId: 'p', policyDocument: JSON.stringify(policyDocument) }],
  ['no statement', { principalId: 'p', policyDocument: {} }],
  ['an unknown effect', { principalId: 'p', policyDocument: { Statement: [{ ...Statement[0], Effect: 'allow' }] } }],
  ['no action', { principalId: 'p', policyDocument: { Statement: [{ Effect: 'Allow', Resource: '*' }] } }],
  ['no resource', { principalId: 'p', policyDocument: { Statement: [{ Effect: 'Allow', Action: '*' }] } }],
  ['a condition', { principalId: 'p', policyDocument: { Statement: [{ ...Statement[0], Condition: { Bool: {} } }] } }],
  [
    'a resource that is no text',
    { principalId: 'p', policyDocument: { Statement: [{ ...Statement[0], Resource: [1] }] } },
  ],
  ['a context that is a list', { principalId: 'p', policyDocument, context: [] }],
  ['a context value that is an object', { principalId: 'p', policyDocument, context: { a: {} } }],
  ['a context value that is a list', { principalId: 'p', policyDocument, context: { a: ['b'] } }],
  ['a context value that is null', { principalId: 'p', policyDocument, context: { a: null } }],
])('an answer with %s is malformed: 500, not cached', async (_, payload) => {
  const gateway = await guardedBy(() => payload);

  const answer = await gateway.send('/dev/a/1', bearer('t'));
  await gateway.send('/dev/a/1', bearer('t'));

  expect(answer).toMatchObject({ status: 500, text: '{"message":null}' });
  expect(answer.headers['x-amzn-errortype']).toBe('AuthorizerConfigurationException');
  expect(gateway.calls.map(({ name }) => name)).toEqual(['authorizer', 'authorizer']);
});

test('the log entry of a refusal tells what the authorizer logged', async () => {
  const gateway = await guardedBy(() => {
    throw new Outcome({
      ok: false,
      errorType: 'Error',
      errorMessage: 'Unauthorized',
      logs: ['{"reason":"expired_token"}'],
    });
  });

  await gateway.send('/dev/a/1', bearer('t'));

  expect(gateway.log).toMatchObject([{ status: 401, authorizer: 'invoked', reason: 'expired_token' }]);
});

const token = { Type: 'TOKEN', AuthorizerUri: lambdaUri('authorizer'), IdentityValidationExpression: 'Bearer [a-z]+' };

test('a TOKEN authorizer gets the token and the method’s ARN', async () => {
  const gateway = await guardedBy(allowAll, token);

  const answer = await gateway.send('/dev/a/1', bearer('abc'));

  expect(answer.status).toBe(200);
  expect(gateway.eventsOf('authorizer')).toEqual([
    { type: 'TOKEN', authorizationToken: 'Bearer abc', methodArn: `${ARN}/dev/GET/a/1` },
  ]);
});

test.each([
  ['is absent', []],
  ['does not match as a whole', ['Authorization', 'Bearer abc1']],
  ['does not match', ['Authorization', 'Basic abc']],
])('a TOKEN authorizer is not asked when the token %s, cached or not', async (_, headers) => {
  for (const AuthorizerResultTtlInSeconds of [0, 300]) {
    const gateway = await guardedBy(allowAll, { ...token, AuthorizerResultTtlInSeconds });

    const answer = await gateway.send('/dev/a/1', { headers });

    expect(answer.status).toBe(401);
    expect(gateway.calls).toEqual([]);
  }
});

test('many tokens at once get their own answers', async () => {
  const gateway = await guardedBy((event: LooseEvent) =>
    policy(event.headers.Authorization.endsWith('1') ? 'Allow' : 'Deny', '*'),
  );

  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, index) => gateway.send('/dev/a/1', bearer(`t${index % 20}`))),
  );

  expect(answers.map((answer) => answer.status)).toEqual(
    answers.map((_, index) => (String(index % 20).endsWith('1') ? 200 : 403)),
  );
});
