import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from '@jest/globals';
import { policy, startBackend, startGateway, stopAll, valuesOf } from './running-gateway.ts';
import { API_ID, authorizer, guarded, httpProxy, template } from './template-fixture.ts';

afterEach(stopAll);

type Mappings = Readonly<Record<string, string>>;

/** A gateway whose one method proxies to a backend. */
async function proxied(
  {
    route = 'ANY /items/{id}',
    uri = '/',
    mappings = {},
    stage = {},
    restApi = {},
  }: { route?: string; uri?: string; mappings?: Mappings; stage?: object; restApi?: object },
  respond?: Parameters<typeof startBackend>[0],
) {
  const backend = await startBackend(respond);
  const gateway = await startGateway(
    template(
      { [route]: httpProxy(`${backend.origin}${uri}`, { RequestParameters: mappings }) },
      { stage: { ...stage }, restApi: { ...restApi } },
    ),
  );
  return { backend, gateway };
}

test('path variables of the backend URL come from path mappings, here crossed over', async () => {
  const { backend, gateway } = await proxied({
    route: 'GET /{a}/{b}',
    uri: '/base/{x}/{y}',
    mappings: {
      'integration.request.path.x': 'method.request.path.b',
      'integration.request.path.y': 'method.request.path.a',
    },
  });

  await gateway.send('/dev/one/two');

  expect(backend.seen[0]?.url).toBe('/base/two/one');
});

test.each([
  ['a greedy parameter keeps its slashes', '/dev/a/b//c', '/base/a/b//c'],
  ['a space arrives as %20', '/dev/a%20b', '/base/a%20b'],
  ['escaped slashes and dots stay escaped', '/dev/..%2f%2E%2E/x', '/base/..%2f%2E%2E/x'],
  ['dot segments are not resolved', '/dev/a/../../b', '/base/a/../../b'],
])('%s', async (_, sent, url) => {
  const { backend, gateway } = await proxied({
    route: 'ANY /{proxy+}',
    uri: '/base/{proxy}',
    mappings: { 'integration.request.path.proxy': 'method.request.path.proxy' },
  });

  await gateway.send(sent);

  expect(backend.seen[0]?.url).toBe(url);
});

test('a placeholder in the query part of the backend URL is filled from a query parameter', async () => {
  const { backend, gateway } = await proxied({
    uri: '/?fixed=1&named={n}',
    mappings: { 'integration.request.path.n': 'method.request.querystring.q' },
  });

  await gateway.send('/dev/items/1?q=a%26b%20c');

  expect(backend.seen[0]?.url).toBe('/?fixed=1&named=a%26b%20c&q=a%26b%20c');
});

test('query parameters of the URL, the client and the mappings add up, in this order', async () => {
  const { backend, gateway } = await proxied({
    uri: '/?testVar=foobar',
    mappings: {
      'integration.request.querystring.testVar': '\'mapped, "it"\'',
      'integration.request.querystring.last': 'method.request.querystring.m',
      'integration.request.querystring.all': 'method.request.multivaluequerystring.m',
      'integration.request.querystring.absent': 'method.request.querystring.nowhere',
    },
  });

  await gateway.send('/dev/items/1?testVar=bar&m=1&m=2&empty');

  const query = new URL(backend.seen[0]?.url ?? '', 'http://x').searchParams;
  expect(query.getAll('testVar')).toEqual(['foobar', 'bar', 'mapped, "it"']);
  expect(query.getAll('m')).toEqual(['1', '2']);
  expect(query.getAll('last')).toEqual(['2']);
  expect(query.getAll('all')).toEqual(['1', '2']);
  expect(query.getAll('empty')).toEqual(['']);
  expect(query.has('absent')).toBe(false);
});

test('mapped headers replace those of the client in any case; absent sources add nothing', async () => {
  const { backend, gateway } = await proxied({
    stage: { Variables: { colour: 'blue' } },
    mappings: {
      'integration.request.header.Authorization': "'Basic secret'",
      'integration.request.header.X-Static': '\'a, "b"\'',
      'integration.request.header.X-Stage': 'context.stage',
      'integration.request.header.X-Resource': 'context.resourcePath',
      'integration.request.header.X-Request': 'context.requestId',
      'integration.request.header.X-Address': 'context.identity.sourceIp',
      'integration.request.header.X-Colour': 'stageVariables.colour',
      'integration.request.header.X-Last': 'method.request.header.X-Many',
      'integration.request.header.X-All': 'method.request.multivalueheader.x-many',
      'integration.request.header.X-Absent': 'method.request.header.Nowhere',
      'integration.request.header.X-Id': 'method.request.path.id',
      'integration.request.header.X-No-Authorizer': 'context.authorizer.client',
    },
  });

  const answer = await gateway.send('/dev/items/7', {
    headers: ['authorization', 'Bearer client', 'x-STATIC', 'forged', 'X-Many', '1', 'X-Many', '2', 'X-Own', 'kept'],
  });

  const { headers, rawHeaders } = backend.seen[0]!;
  expect(headers).toMatchObject({
    authorization: 'Basic secret',
    'x-static': 'a, "b"',
    'x-stage': 'dev',
    'x-resource': '/items/{id}',
    'x-request': answer.headers['x-amzn-requestid'],
    'x-address': '127.0.0.1',
    'x-colour': 'blue',
    'x-last': '2',
    'x-all': '1,2',
    'x-id': '7',
    'x-own': 'kept',
  });
  expect(rawHeaders.filter((text) => /^(?:authorization|x-static)$/i.test(text))).toHaveLength(2);
  for (const name of ['x-absent', 'x-no-authorizer']) expect(headers).not.toHaveProperty(name);
});

test('context of the authorizer reaches the backend, and what looks like it from the client does not', async () => {
  const backend = await startBackend();
  const mappings = {
    'integration.request.header.tollgate': 'context.authorizer.identity',
    'integration.request.header.X-Gone': 'context.authorizer.nothing',
  };
  const gateway = await startGateway(
    template(
      { 'GET /': guarded(httpProxy(backend.origin, { RequestParameters: mappings })) },
      { others: [authorizer()] },
    ),
    { authorizer: ({ methodArn }) => policy('Allow', methodArn, { identity: 'client="c1"\r\nx-evil: 1 é', count: 3 }) },
  );

  await gateway.send('/dev/', { headers: ['Authorization', 't', 'Tollgate', 'forged'] });

  expect(backend.seen[0]?.headers.tollgate).toBe(`client="c1"  x-evil: 1 ${Buffer.from('é').toString('latin1')}`);
  expect(backend.seen[0]?.headers).not.toHaveProperty('x-evil');
  expect(backend.seen[0]?.headers).not.toHaveProperty('x-gone');
});

test('stage variables stand in the backend URL', async () => {
  const backend = await startBackend();
  const gateway = await startGateway(
    template(
      { 'GET /': httpProxy(`http://\${stageVariables.host}/\${stageVariables.base}/x`) },
      { stage: { Variables: { host: backend.authority, base: 'v1' } } },
    ),
  );

  const answer = await gateway.send('/dev/');

  expect(answer).toMatchObject({ status: 200, text: 'ok' });
  expect(backend.seen[0]?.url).toBe('/v1/x');
});

test('the backend is told its own host, the API and the trace, and nothing forged of them', async () => {
  const { backend, gateway } = await proxied({});

  await gateway.send('/dev/items/1', { headers: ['X-Amzn-Apigateway-Api-Id', 'forged'] });

  expect(backend.seen[0]?.headers).toMatchObject({
    host: backend.authority,
    'x-amzn-apigateway-api-id': API_ID,
    'x-amzn-trace-id': expect.stringMatching(/^Root=1-/),
    'user-agent': `AmazonAPIGateway_${API_ID}`,
    accept: 'application/json',
  });
});

const clientHeaders = (names: readonly string[]) => names.flatMap((name) => [name, `client ${name}`]);

test('the client’s headers reach the backend but for those that API Gateway drops', async () => {
  const passed = [
    'Authorization',
    'Accept',
    'Accept-Charset',
    'Accept-Encoding',
    'Age',
    'Date',
    'Pragma',
    'Range',
    'Referer',
    'User-Agent',
    'Warn',
    'Content-Type',
  ];
  const dropped = [
    'Content-MD5',
    'Max-Forwards',
    'Proxy-Authenticate',
    'Server',
    'TE',
    'Upgrade',
    'WWW-Authenticate',
    'Content-Encoding',
    'Via',
  ];
  const { backend, gateway } = await proxied({});

  await gateway.send('/dev/items/1', { headers: clientHeaders([...passed, ...dropped]) });

  for (const name of passed) expect(backend.seen[0]?.headers[name.toLowerCase()]).toBe(`client ${name}`);
  for (const name of [...dropped, 'Expect']) expect(backend.seen[0]?.headers).not.toHaveProperty(name.toLowerCase());
});

test('mapped headers reach the backend though the client’s own would not, but for Proxy-Authenticate and TE', async () => {
  const reach = ['Accept', 'Authorization', 'User-Agent', 'Max-Forwards', 'Server', 'WWW-Authenticate', 'Content-MD5'];
  const never = ['Proxy-Authenticate', 'TE', 'Expect'];
  const mappings = Object.fromEntries(
    [...reach, ...never].map((name) => [`integration.request.header.${name}`, `'mapped ${name}'`]),
  );
  const { backend, gateway } = await proxied({ mappings });

  await gateway.send('/dev/items/1', { headers: clientHeaders(['Server', 'TE']) });

  for (const name of reach) expect(backend.seen[0]?.headers[name.toLowerCase()]).toBe(`mapped ${name}`);
  for (const name of never) expect(backend.seen[0]?.headers).not.toHaveProperty(name.toLowerCase());
});

test.each(['Content-Length', 'Transfer-Encoding', 'X-Amzn-Trace-Id', 'X-Amzn-Apigateway-Api-Id'])(
  'a mapping of %s fails without calling the backend',
  async (name) => {
    const { backend, gateway } = await proxied({ mappings: { [`integration.request.header.${name}`]: "'1'" } });

    const answer = await gateway.send('/dev/items/1');

    expect(answer).toMatchObject({ status: 500, text: '{"message":"Internal server error"}' });
    expect(answer.headers['x-amzn-errortype']).toBe('InternalServerErrorException');
    expect(backend.seen).toEqual([]);
  },
);

test('headers of the backend come back, some renamed', async () => {
  const { gateway } = await proxied({}, (_, response) => {
    response.writeHead(401, {
      Connection: 'keep-alive',
      Date: 'Mon, 01 Jan 2024 00:00:00 GMT',
      Server: 'backend',
      'Content-Length': '6',
      'WWW-Authenticate': 'Basic realm="x"',
      'x-amzn-RequestId': 'theirs',
      'x-amz-apigw-id': 'theirs',
      'Access-Control-Allow-Origin': '*',
      'X-Custom': 'yes',
      'Set-Cookie': ['a=1', 'b=2'],
      'Content-Type': 'text/plain',
    });
    response.end('denied');
  });

  const answer = await gateway.send('/dev/items/1');

  expect(answer).toMatchObject({ status: 401, text: 'denied' });
  expect(answer.headers).toMatchObject({
    'x-amzn-remapped-connection': 'keep-alive',
    'x-amzn-remapped-date': 'Mon, 01 Jan 2024 00:00:00 GMT',
    'x-amzn-remapped-server': 'backend',
    'x-amzn-remapped-content-length': '6',
    'x-amzn-remapped-www-authenticate': 'Basic realm="x"',
    'x-amzn-remapped-x-amzn-requestid': 'theirs',
    'x-amzn-requestid': expect.stringMatching(/^[0-9a-f-]{36}$/),
    'content-length': '6',
    'content-type': 'text/plain',
    'access-control-allow-origin': '*',
    'x-custom': 'yes',
  });
  expect(valuesOf(answer, 'set-cookie')).toEqual(['a=1', 'b=2']);
  expect(valuesOf(answer, 'x-amz-apigw-id')).not.toContain('theirs');
  for (const name of ['www-authenticate', 'server', 'x-amzn-trace-id']) expect(answer.headers).not.toHaveProperty(name);
  expect(answer.headers.date).not.toContain('2024');
});

test('bodies pass byte for byte in both directions', async () => {
  const packed = gzipSync('hello');
  const { backend, gateway } = await proxied({}, (_, response) => {
    response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Type': 'text/plain' });
    response.end(packed);
  });
  const body = Buffer.from(Array.from({ length: 256 }, (_, index) => index));

  const answer = await gateway.send('/dev/items/1', {
    method: 'POST',
    body,
    headers: ['Content-Type', 'application/octet-stream'],
  });

  expect(backend.seen[0]?.body).toEqual(body);
  expect(backend.seen[0]?.headers['content-type']).toBe('application/octet-stream');
  expect(answer.bytes).toEqual(packed);
  expect(answer.headers['content-encoding']).toBe('gzip');
});

test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'])(
  'an ANY integration passes %s on',
  async (method) => {
    const { backend, gateway } = await proxied({});

    await gateway.send('/dev/items/1', { method });

    expect(backend.seen[0]?.method).toBe(method);
  },
);

test('a redirect is the client’s to follow', async () => {
  const { backend, gateway } = await proxied({}, (_, response) => {
    response.writeHead(302, { Location: '/elsewhere' });
    response.end();
  });

  const answer = await gateway.send('/dev/items/1');

  expect(answer.status).toBe(302);
  expect(answer.headers.location).toBe('/elsewhere');
  expect(backend.seen).toHaveLength(1);
});

test('a backend that takes too long is 504', async () => {
  const backend = await startBackend(() => {});
  const gateway = await startGateway(template({ 'GET /': httpProxy(backend.origin, { TimeoutInMillis: 60 }) }));

  const answer = await gateway.send('/dev/');

  expect(answer).toMatchObject({ status: 504, text: '{"message":"Endpoint request timed out"}' });
  expect(gateway.log).toMatchObject([{ status: 504, reason: 'INTEGRATION_TIMEOUT' }]);
});

test('a backend that refuses the connection is 504', async () => {
  const gateway = await startGateway(template({ 'GET /': httpProxy('http://127.0.0.1:9') }));

  const answer = await gateway.send('/dev/');

  expect(answer).toMatchObject({ status: 504, text: '{"message":"Network error communicating with endpoint"}' });
  expect(gateway.log).toMatchObject([{ status: 504, reason: 'INTEGRATION_FAILURE' }]);
});

test('a backend that breaks off is 504, and the next call works', async () => {
  let broken = true;
  const { gateway } = await proxied({}, (_, response) => {
    if (broken) response.destroy();
    else response.end('fine');
    broken = false;
  });

  const first = await gateway.send('/dev/items/1');
  const second = await gateway.send('/dev/items/1');

  expect([first.status, second.status]).toEqual([504, 200]);
});

test('a backend that does not speak TLS is 504 when it is called with https', async () => {
  const backend = await startBackend();
  const gateway = await startGateway(template({ 'GET /': httpProxy(`https://${backend.authority}/`) }));

  expect((await gateway.send('/dev/')).status).toBe(504);
});

test('a kept connection that the backend has closed meanwhile is replaced without the client noticing', async () => {
  const { backend, gateway } = await proxied({}, (_, response) => {
    const { socket } = response;
    response.on('finish', () => setImmediate(() => socket?.destroy()));
    response.end('ok');
  });

  const statuses: number[] = [];
  for (let round = 0; round < 20; round += 1) {
    statuses.push((await gateway.send('/dev/items/1', { method: 'POST', body: 'x' })).status);
    await new Promise((resolve) => setTimeout(resolve, round % 4));
  }

  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(backend.seen).toHaveLength(20);
});

test('many calls at once reach the backend each with its own body', async () => {
  const { gateway } = await proxied({}, ({ body }, response) => response.end(body));

  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) => gateway.send('/dev/items/1', { method: 'POST', body: `body ${index}` })),
  );

  expect(answers.map((answer) => answer.text)).toEqual(answers.map((_, index) => `body ${index}`));
});
