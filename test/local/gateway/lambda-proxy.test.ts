import { afterEach, expect, test } from '@jest/globals';
import { Outcome, type send, startGateway, stopAll, valuesOf } from './running-gateway.ts';
import { ACCOUNT, API_ID, lambda, resource, template } from './template-fixture.ts';

afterEach(stopAll);

const proxy = { 'ANY /{proxy+}': lambda() };
const ok = () => ({ statusCode: 200 });

async function eventFor(
  path: string,
  options: Parameters<typeof send>[2] = {},
  settings: Parameters<typeof template>[1] = {},
) {
  const gateway = await startGateway(template(proxy, settings), { backend: ok });
  const answer = await gateway.send(path, options);
  return { event: gateway.eventsOf('backend')[0], answer, gateway };
}

test('the event has exactly the keys of payload format 1.0, null where there is nothing', async () => {
  const { event, gateway } = await eventFor('/dev/x', { headers: ['User-Agent', 'probe/1'] });

  expect(Object.keys(event).sort()).toEqual(
    [
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
      'body',
      'isBase64Encoded',
    ].sort(),
  );
  expect(event).toMatchObject({
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    stageVariables: null,
    body: null,
    isBase64Encoded: false,
  });
  expect(event.requestContext).toEqual({
    resourceId: 'res0',
    resourcePath: '/{proxy+}',
    httpMethod: 'GET',
    extendedRequestId: expect.any(String),
    requestTime: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
    path: '/dev/x',
    accountId: ACCOUNT,
    protocol: 'HTTP/1.1',
    stage: 'dev',
    domainPrefix: '127',
    requestTimeEpoch: expect.any(Number),
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    identity: {
      accessKey: null,
      accountId: null,
      caller: null,
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: '127.0.0.1',
      user: null,
      userAgent: 'probe/1',
      userArn: null,
    },
    domainName: '127.0.0.1',
    deploymentId: 'deploy1',
    apiId: API_ID,
  });
  expect(event.headers.Host).toBe(`127.0.0.1:${gateway.listener.port}`);
});

test('a method without path parameters has none in its event', async () => {
  const gateway = await startGateway(template({ 'GET /': lambda() }), { backend: ok });

  await gateway.send('/dev/');

  expect(gateway.eventsOf('backend')[0]).toMatchObject({ pathParameters: null, resource: '/', path: '/' });
});

test('stage variables are handed over as text', async () => {
  const { event } = await eventFor('/dev/x', {}, { stage: { Variables: { colour: 'blue', size: 3 } } });

  expect(event.stageVariables).toEqual({ colour: 'blue', size: '3' });
});

test('header names keep the case of the client, repeated ones all their values', async () => {
  const { event } = await eventFor('/dev/x', {
    headers: ['tEsT-HEADeR', 'aValUE', 'X-Twice', 'one', 'X-Twice', 'two', 'authorization', 'Bearer t'],
  });

  expect(event.headers).toMatchObject({ 'tEsT-HEADeR': 'aValUE', 'X-Twice': 'two', authorization: 'Bearer t' });
  expect(event.multiValueHeaders).toMatchObject({ 'X-Twice': ['one', 'two'] });
});

test.each([[{}], [{ EndpointConfiguration: { Types: ['EDGE'] } }]])(
  'an edge-optimised endpoint (%j) writes Authorization in that case',
  async (restApi) => {
    const given = { EndpointConfiguration: undefined, ...restApi };
    const { event } = await eventFor(
      '/dev/x',
      { headers: ['aUThorization', 'Bearer t', 'x-Other', '1'] },
      { restApi: given },
    );

    expect(event.headers).toMatchObject({ Authorization: 'Bearer t', 'x-Other': '1' });
  },
);

test('hop-by-hop headers of the client do not reach the function, the others do unchanged', async () => {
  const passed = [
    'Accept',
    'Accept-Charset',
    'Accept-Encoding',
    'Age',
    'Authorization',
    'Content-Encoding',
    'Content-Type',
    'Date',
    'Pragma',
    'Range',
    'Referer',
    'User-Agent',
    'Via',
  ];
  const dropped = ['Content-MD5', 'Max-Forwards', 'Proxy-Authenticate', 'Server', 'TE', 'Upgrade', 'WWW-Authenticate'];
  const { event } = await eventFor('/dev/x', {
    headers: [...passed, ...dropped].flatMap((name) => [name, `value of ${name}`]),
  });

  for (const name of passed) expect([name, event.headers[name]]).toEqual([name, `value of ${name}`]);
  for (const name of [...dropped, 'Connection', 'Expect']) expect(event.headers).not.toHaveProperty(name);
});

test('the gateway adds where the call came from, and its trace', async () => {
  const { event, gateway, answer } = await eventFor('/dev/x', {
    headers: ['X-Forwarded-For', '10.0.0.1', 'X-Forwarded-Proto', 'gopher'],
  });

  expect(event.headers).toMatchObject({
    'X-Forwarded-For': '10.0.0.1, 127.0.0.1',
    'X-Forwarded-Port': String(gateway.listener.port),
    'X-Forwarded-Proto': 'http',
    'X-Amzn-Trace-Id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
  });
  expect(event.multiValueHeaders['X-Forwarded-Proto']).toEqual(['http']);
  expect(answer.headers['x-amzn-trace-id']).toBe(event.headers['X-Amzn-Trace-Id']);
});

test('a trace root of the client is kept', async () => {
  const root = 'Root=1-5759e988-bd862e3fe1be46a994272793';

  const { event, answer } = await eventFor('/dev/x', { headers: ['X-Amzn-Trace-Id', `${root};Sampled=1`] });

  expect(event.headers['X-Amzn-Trace-Id']).toContain(root);
  expect(answer.headers['x-amzn-trace-id']).toContain(root);
});

test('query values are decoded once, the last of several wins, and empty ones are there', async () => {
  const { event } = await eventFor('/dev/x?a=%2B&b=x+y%20z&c=https://h/@:&d=1&d=2&flag&e=&__proto__=p&bad=%zz');

  expect(event.queryStringParameters).toMatchObject({
    a: '+',
    b: 'x y z',
    c: 'https://h/@:',
    d: '2',
    flag: '',
    e: '',
    bad: '%zz',
  });
  expect(event.multiValueQueryStringParameters).toMatchObject({ d: ['1', '2'], flag: [''] });
  expect(Object.keys(event.queryStringParameters)).toContain('__proto__');
});

test.each([
  ['100%&b=c%20d%', ['100%', 'c d%']],
  ['%zz%26&b=%e2%82%ac', ['%zz&', '€']],
  ['x%FFy&b=%C3%A9%C3', ['x\uFFFDy', 'é\uFFFD']],
])(
  'of the query a=%s every escape is decoded by itself; bytes that are no UTF-8 are replaced',
  async (query, [a, b]) => {
    const { event } = await eventFor(`/dev/x?a=${query}`);

    expect(event.queryStringParameters).toEqual({ a, b });
  },
);

test('a body arrives as the same text', async () => {
  const { event } = await eventFor('/dev/x', {
    method: 'POST',
    body: '{"a":"é"}',
    headers: ['Content-Type', 'application/json'],
  });

  expect(event).toMatchObject({ body: '{"a":"é"}', isBase64Encoded: false, httpMethod: 'POST' });
});

test.each([
  [['image/png'], 'image/png', true],
  [['image/*'], 'image/png', true],
  [['*/*'], 'application/json', true],
  [['image/png'], 'image/jpeg', false],
  [['*/png'], 'image/png', false],
])('with binary media types %j a body of %s is base64: %s', async (BinaryMediaTypes, type, binary) => {
  const { event } = await eventFor(
    '/dev/x',
    { method: 'POST', body: 'hello', headers: ['Content-Type', type] },
    { restApi: { BinaryMediaTypes } },
  );

  expect(event).toMatchObject({ body: binary ? 'aGVsbG8=' : 'hello', isBase64Encoded: binary });
});

test.each([
  ['headers null', { statusCode: 200, headers: null, multiValueHeaders: null, body: null }, 200, ''],
  ['a status as text', { statusCode: '201' }, 201, ''],
  ['headers alone', { headers: { a: 'b' } }, 200, ''],
  ['nothing in it', {}, 200, ''],
  ['a body that is a number', { body: 5 }, 200, '5'],
  ['base64 that nobody accepts', { body: 'aGVsbG8=', isBase64Encoded: true }, 200, 'aGVsbG8='],
])('an answer with %s is fine', async (_, payload, status, text) => {
  const gateway = await startGateway(template(proxy), { backend: () => payload });

  const answer = await gateway.send('/dev/x', { headers: ['Accept', 'image/png'] });

  expect(answer).toMatchObject({ status, text });
  expect(answer.headers['content-type']).toBe('application/json');
  expect(answer.headers['x-amz-apigw-id']).toMatch(/=$/);
});

test.each([
  ['an unknown key', { statusCode: 200, wrongValue: 1 }],
  ['a multi-value header that is no list', { multiValueHeaders: { a: 'b' } }],
  ['a header that is an object', { headers: { a: {} } }],
  ['headers that are a list', { headers: ['a'] }],
  ['a status that is no number', { statusCode: 'test' }],
  ['a status out of range', { statusCode: 42 }],
  ['a header that would start another', { headers: { a: 'b\r\nc: d' } }],
  ['a header name that is none', { headers: { 'a b': 'c' } }],
  ['a body that is an object', { body: { a: 1 } }],
  ['a plain text', 'just text'],
  ['null', null],
  ['nothing', undefined],
  ['a list', [1]],
])('an answer that has %s is 502', async (_, payload) => {
  const gateway = await startGateway(template(proxy), { backend: () => payload });

  const answer = await gateway.send('/dev/x');

  expect(answer.status).toBe(502);
  expect(answer.text).toBe('{"message":"Internal server error"}');
  expect(answer.headers['x-amzn-errortype']).toBe('InternalServerErrorException');
});

test('an event that Lambda does not take is 413, which no gateway response changes', async () => {
  const gateway = await startGateway(
    template(proxy, {
      others: ['REQUEST_TOO_LARGE', 'DEFAULT_4XX'].map((type) =>
        resource('GatewayResponse', type, {
          ResponseType: type,
          StatusCode: '400',
          ResponseTemplates: { 'application/json': '{}' },
        }),
      ),
    }),
    {
      backend: () => {
        const refused = { errorType: 'RequestTooLargeException', errorMessage: '', logs: [] };
        throw new Outcome({ ok: false, undelivered: 'event_too_large', ...refused });
      },
    },
  );

  const answer = await gateway.send('/dev/x');

  expect(answer).toMatchObject({ status: 413, text: '{"message":"Request Too Long"}' });
  expect(answer.headers['x-amzn-errortype']).toBe('BadRequestException');
  expect(gateway.log).toMatchObject([{ status: 413, reason: 'REQUEST_TOO_LARGE' }]);
});

test('a function that throws is 502', async () => {
  const gateway = await startGateway(template(proxy), {
    backend: () => {
      throw new Error('boom');
    },
  });

  const answer = await gateway.send('/dev/x');

  expect(answer).toMatchObject({ status: 502, text: '{"message":"Internal server error"}' });
});

test('both header maps are merged without regard to case, and written as in multiValueHeaders', async () => {
  const gateway = await startGateway(template(proxy), {
    backend: () => ({
      headers: { 'test-multi': 'solo', 'X-Own-Case': 'kept', flag: true },
      multiValueHeaders: { 'tesT-Multi': ['multi'], 'Set-Cookie': ['a=1', 'b=2'] },
    }),
  });

  const answer = await gateway.send('/dev/x');

  expect(valuesOf(answer, 'test-multi')).toEqual(['multi', 'solo']);
  expect(answer.rawHeaders).toContain('tesT-Multi');
  expect(answer.rawHeaders).not.toContain('test-multi');
  expect(answer.rawHeaders).toContain('X-Own-Case');
  expect(valuesOf(answer, 'set-cookie')).toEqual(['a=1', 'b=2']);
  expect(answer.headers.flag).toBe('true');
});

test('headers that are the gateway’s own business are renamed or dropped', async () => {
  const renamed = [
    'WWW-Authenticate',
    'Date',
    'Server',
    'Content-Length',
    'Connection',
    'Content-MD5',
    'Authorization',
    'Max-Forwards',
    'User-Agent',
  ];
  const dropped = ['Expect', 'TE', 'Transfer-Encoding', 'Trailer', 'Upgrade', 'Proxy-Authenticate'];
  const gateway = await startGateway(template(proxy), {
    backend: () => ({
      statusCode: 401,
      headers: Object.fromEntries([...renamed, ...dropped].map((name) => [name, '7'])),
      body: 'denied',
    }),
  });

  const answer = await gateway.send('/dev/x');

  expect(answer).toMatchObject({ status: 401, text: 'denied' });
  for (const name of renamed) expect(answer.headers[`x-amzn-remapped-${name.toLowerCase()}`]).toBe('7');
  for (const name of [...dropped, 'WWW-Authenticate', 'Server'])
    expect(answer.headers[name.toLowerCase()]).toBeUndefined();
  expect(answer.headers['content-length']).toBe('6');
  expect(Date.parse(answer.headers.date!)).not.toBeNaN();
});

test.each([
  [['image/png'], 'image/png', true],
  [['image/png'], 'image/png;q=0.9, text/html', true],
  [['image/png'], 'text/html, image/png', false],
  [['image/png'], 'image/*', false],
  [['image/png', '*/test'], '*/test', false],
  [['image/png', '*/test'], 'random/test', false],
  [['image/png'], '*/*', false],
  [['image/*'], 'image/png', true],
  [['*/*'], 'text/html', true],
  [['*/*'], undefined, true],
  [['image/png'], undefined, false],
])('with binary media types %j and Accept %s, base64 is decoded: %s', async (BinaryMediaTypes, accept, decoded) => {
  const gateway = await startGateway(template(proxy, { restApi: { BinaryMediaTypes } }), {
    backend: () => ({ body: 'AP/+', isBase64Encoded: true, headers: { 'Content-Type': 'image/png' } }),
  });

  const answer = await gateway.send('/dev/x', { headers: accept === undefined ? [] : ['Accept', accept] });

  expect(answer.bytes).toEqual(decoded ? Buffer.from([0, 255, 254]) : Buffer.from('AP/+'));
  expect(answer.headers['content-type']).toBe('image/png');
});

test.each(['Authorization', 'Connection', 'Expect', 'TE', 'Content-Length', 'Transfer-Encoding', 'X-Amzn-Trace-Id'])(
  'a mapping of %s fails the call',
  async (name) => {
    const integration = { RequestParameters: { [`integration.request.header.${name}`]: "'x'" } };
    const gateway = await startGateway(template({ 'GET /': lambda('backend', integration) }), { backend: ok });

    const answer = await gateway.send('/dev/');

    expect(answer).toMatchObject({ status: 500, text: '{"message":"Internal server error"}' });
    expect(answer.headers['x-amzn-errortype']).toBe('InternalServerErrorException');
    expect(gateway.calls).toEqual([]);
  },
);

test('other header mappings have no effect on the event', async () => {
  const integration = { RequestParameters: { 'integration.request.header.X-Mapped': "'x'" } };
  const gateway = await startGateway(template({ 'GET /': lambda('backend', integration) }), { backend: ok });

  const answer = await gateway.send('/dev/');

  expect(answer.status).toBe(200);
  expect(gateway.eventsOf('backend')[0].headers).not.toHaveProperty('X-Mapped');
});

test('an integration method other than POST fails the call', async () => {
  const gateway = await startGateway(template({ 'GET /': lambda('backend', { IntegrationHttpMethod: 'GET' }) }), {
    backend: ok,
  });

  const answer = await gateway.send('/dev/');

  expect(answer).toMatchObject({ status: 500, text: '{"message":"Internal server error"}' });
});

test('a function that takes longer than the integration may is 504', async () => {
  const gateway = await startGateway(template({ 'GET /': lambda('backend', { TimeoutInMillis: 60 }) }), {
    backend: () => new Promise((resolve) => setTimeout(resolve, 400)),
  });

  const answer = await gateway.send('/dev/');

  expect(answer).toMatchObject({ status: 504, text: '{"message":"Endpoint request timed out"}' });
});

test('an answer to HEAD has no body, and 204 neither', async () => {
  const gateway = await startGateway(template(proxy), {
    backend: ({ httpMethod }) => ({ statusCode: httpMethod === 'HEAD' ? 200 : 204, body: 'x' }),
  });

  const head = await gateway.send('/dev/x', { method: 'HEAD' });
  const empty = await gateway.send('/dev/x', { method: 'OPTIONS' });

  expect(head).toMatchObject({ status: 200, text: '' });
  expect(empty).toMatchObject({ status: 204, text: '' });
});

test('the log entry tells the reason that the function logged', async () => {
  const logs = ['plain text', '{"level":"warn","reason":"expired_secret"}', '{"reason":7}', '{broken'];
  const gateway = await startGateway(template(proxy), {
    backend: () => {
      throw new Outcome({ ok: true, payload: { statusCode: 401 }, logs });
    },
  });

  await gateway.send('/dev/x?secret=1', { method: 'POST', body: 'b' });

  expect(gateway.log).toEqual([
    {
      requestId: expect.any(String),
      method: 'POST',
      path: '/dev/x',
      status: 401,
      milliseconds: expect.any(Number),
      authorizer: 'none',
      reason: 'expired_secret',
    },
  ]);
});
