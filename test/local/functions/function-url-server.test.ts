import { afterEach, expect, test } from '@jest/globals';
import type { FunctionOutcome } from '#local/functions/function-invoker.ts';
import { type FunctionUrlServer, functionArnOfUrl, listenFunctionUrl } from '#local/functions/function-url-server.ts';

let server: FunctionUrlServer | undefined;
afterEach(() => server?.stop());

async function serve(answer: (event: Record<string, unknown>) => FunctionOutcome): Promise<string> {
  server = await listenFunctionUrl();
  server.serve('arn', { invoke: async (_, event) => answer(event as Record<string, unknown>) });
  return server.origin;
}

const ok = (payload: unknown): FunctionOutcome => ({ ok: true, payload, logs: [] });

test('hands the request over in payload format 2.0', async () => {
  const origin = await serve((event) => ok(event));

  const response = await fetch(`${origin}/a%20b/c?x=1&x=2&y=`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: 'a=1; b=2', 'X-Custom': 'Value' },
    body: '{"hello":"wörld"}',
  });

  expect(await response.json()).toMatchObject({
    version: '2.0',
    routeKey: '$default',
    rawPath: '/a%20b/c',
    rawQueryString: 'x=1&x=2&y=',
    cookies: ['a=1', 'b=2'],
    headers: { 'content-type': 'application/json', 'x-custom': 'Value' },
    queryStringParameters: { x: '1,2', y: '' },
    requestContext: {
      domainName: '127.0.0.1',
      http: { method: 'POST', path: '/a%20b/c', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
      stage: '$default',
      time: expect.stringMatching(/^\d{2}\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
    },
    body: '{"hello":"wörld"}',
    isBase64Encoded: false,
  });
});

test('hands a binary body over in base64', async () => {
  const origin = await serve(({ body, isBase64Encoded }) =>
    ok({ body: JSON.stringify([body, isBase64Encoded]), statusCode: 200 }),
  );

  const response = await fetch(origin, { method: 'POST', body: new Uint8Array([0, 255]) });

  expect(await response.json()).toEqual(['AP8=', true]);
});

test.each<[string, unknown, number, string, string]>([
  [
    'an answer in full',
    { statusCode: 201, headers: { 'Content-Type': 'text/plain' }, body: 'made' },
    201,
    'text/plain',
    'made',
  ],
  ['base64', { statusCode: 200, body: 'aGk=', isBase64Encoded: true }, 200, 'application/json', 'hi'],
  ['a plain text', 'hello', 200, 'application/json', 'hello'],
  ['an object without statusCode', { a: 1 }, 200, 'application/json', '{"a":1}'],
])('answers with %s', async (_, payload, status, type, body) => {
  const response = await fetch(await serve(() => ok(payload)));

  expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([status, type, body]);
});

test('sets cookies one by one', async () => {
  const response = await fetch(await serve(() => ok({ statusCode: 200, cookies: ['a=1', 'b=2'] })));

  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
});

test('answers 502 when the function fails, and 503 before there is one', async () => {
  const origin = await serve(() => ({ ok: false, errorType: 'Error', errorMessage: 'secret', logs: [] }));
  const response = await fetch(origin);
  expect([response.status, await response.text()]).toEqual([502, 'Internal Server Error']);
  await server?.stop();

  server = await listenFunctionUrl();
  expect((await fetch(server.origin)).status).toBe(503);
});

test('answers 413 to what Lambda would not take, sent whole or only announced', async () => {
  const origin = await serve(() => ({
    ok: false,
    errorType: 'RequestTooLargeException',
    errorMessage: '',
    undelivered: 'event_too_large',
    logs: [],
  }));

  for (const size of [1, 6_291_457, 20_000_000]) {
    const response = await fetch(origin, { method: 'POST', body: new Uint8Array(size) });
    expect([response.status, await response.json()]).toEqual([413, { Message: 'Request Entity Too Large' }]);
  }
});

test('refuses function URLs that want more than it does', () => {
  const resource = { logicalId: 'Url', stackName: 'Top', type: 'AWS::Lambda::Url', physicalId: 'x', metadata: {} };

  expect(() => functionArnOfUrl({ ...resource, properties: { AuthType: 'AWS_IAM', Cors: {} } })).toThrow(
    /Url .*: AuthType AWS_IAM is not supported\n.*Url .*: Cors is not supported/,
  );
});
