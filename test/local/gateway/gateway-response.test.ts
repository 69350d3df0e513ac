import { afterEach, expect, test } from '@jest/globals';
import { policy, startBackend, startGateway, stopAll } from './running-gateway.ts';
import { authorizer, guarded, httpProxy, lambda, resource, template } from './template-fixture.ts';

afterEach(stopAll);

type Properties = Readonly<Record<string, unknown>>;

const response = (ResponseType: string, properties: Properties) =>
  resource('GatewayResponse', ResponseType, { ResponseType, ...properties });

/** Answers of a gateway whose authorizer gives `answer`, to a request with a token. */
async function refusedBy(
  answer: (event: { methodArn: string }) => unknown,
  responses: readonly ReturnType<typeof response>[],
  headers = ['Authorization', 't'],
) {
  const gateway = await startGateway(
    template(
      { 'GET /a/{id}': guarded(lambda()) },
      { stage: { Variables: { colour: 'blue' } }, others: [authorizer(), ...responses] },
    ),
    {
      authorizer: answer,
      backend: () => ({}),
    },
  );
  return gateway.send('/dev/a/7?q=1', { headers });
}

const deny =
  (context: Properties = {}) =>
  ({ methodArn }: { methodArn: string }) =>
    policy('Deny', methodArn, context);

test('a header is sent under its own name, WWW-Authenticate too', async () => {
  const challenge = 'Bearer realm="tollgate", error="invalid_token"';
  const answer = await refusedBy(
    deny(),
    [
      response('UNAUTHORIZED', {
        StatusCode: '401',
        ResponseParameters: { 'gatewayresponse.header.WWW-Authenticate': `'${challenge}'` },
      }),
    ],
    [],
  );

  expect(answer.status).toBe(401);
  expect(answer.text).toBe('{"message":"Unauthorized"}');
  expect(answer.rawHeaders).toContain('WWW-Authenticate');
  expect(answer.headers['www-authenticate']).toBe(challenge);
});

test('a template is filled from the context, the stage and the request', async () => {
  const body =
    '{"path":"$context.path","type":"$context.error.responseType","said":$context.error.messageString,"raw":"$context.error.message",' +
    '"id":"$context.requestId","client":"$context.authorizer.client","who":"$context.authorizer.principalId","gone":"$context.authorizer.nothing",' +
    '"stage":"$stageVariables.colour","header":"$method.request.header.X-Probe","param":"$method.request.path.id","query":"$method.request.querystring.q"}';
  const answer = await refusedBy(
    deny({ client: 'c1' }),
    [response('ACCESS_DENIED', { StatusCode: 418, ResponseTemplates: { 'application/json': body } })],
    ['Authorization', 't', 'X-Probe', 'p'],
  );

  expect(answer.status).toBe(418);
  expect(answer.headers['content-type']).toBe('application/json');
  expect(answer.json).toEqual({
    path: '/dev/a/7',
    type: 'ACCESS_DENIED',
    said: 'User is not authorized to access this resource with an explicit deny in an identity-based policy',
    raw: 'User is not authorized to access this resource with an explicit deny in an identity-based policy',
    id: answer.headers['x-amzn-requestid'],
    client: 'c1',
    who: 'client-1',
    gone: '',
    stage: 'blue',
    header: 'p',
    param: '7',
    query: '1',
  });
});

test('a value can not break the JSON that it stands in', async () => {
  const answer = await refusedBy(deny({ scope: 'a"},"x":{"\\\n\u2028é' }), [
    response('ACCESS_DENIED', { ResponseTemplates: { 'application/json': '{"scope":"$context.authorizer.scope"}' } }),
  ]);

  expect(answer.json).toEqual({ scope: 'a"},"x":{"\\\n\u2028é' });
});

test('Velocity is not run: a directive stays text', async () => {
  const answer = await refusedBy(deny(), [
    response('ACCESS_DENIED', { ResponseTemplates: { 'application/json': '#if($context.stage)$input.body#end' } }),
  ]);

  expect(answer.text).toBe('#if(dev)$input.body#end');
});

test('headers are filled from the authorizer’s context on Deny, the request and static text; absent ones are left out', async () => {
  const answer = await refusedBy(deny({ error: 'insufficient_scope', injected: 'a\r\nX-Evil: 1' }), [
    response('ACCESS_DENIED', {
      ResponseParameters: {
        'gatewayresponse.header.X-Error': 'context.authorizer.error',
        'gatewayresponse.header.X-Injected': 'context.authorizer.injected',
        'gatewayresponse.header.X-Request': 'context.requestId',
        'gatewayresponse.header.X-Token': 'method.request.header.authorization',
        'gatewayresponse.header.X-Gone': 'context.authorizer.nothing',
        'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
        'gatewayresponse.header.Content-Length': "'0'",
      },
    }),
  ]);

  expect(answer.headers).toMatchObject({
    'x-error': 'insufficient_scope',
    'x-injected': 'a  X-Evil: 1',
    'x-request': answer.headers['x-amzn-requestid'],
    'x-token': 't',
    'access-control-allow-origin': '*',
  });
  for (const name of ['x-gone', 'x-evil']) expect(answer.headers).not.toHaveProperty(name);
  expect(answer.text).toContain('"Message":"User is not authorized');
});

test('DEFAULT_4XX applies to the types that have no response of their own, which keep status and body', async () => {
  const responses = [
    response('DEFAULT_4XX', { ResponseParameters: { 'gatewayresponse.header.X-Default': "'4xx'" } }),
    response('UNAUTHORIZED', { ResponseParameters: { 'gatewayresponse.header.X-Own': "'yes'" } }),
  ];

  const denied = await refusedBy(deny(), responses);
  const missing = await refusedBy(deny(), responses, []);

  expect(denied.status).toBe(403);
  expect(denied.headers['x-default']).toBe('4xx');
  expect(missing.status).toBe(401);
  expect(missing.headers['x-own']).toBe('yes');
  expect(missing.headers).not.toHaveProperty('x-default');
});

test('DEFAULT_5XX applies to authorizer failures, with its status and template', async () => {
  const answer = await refusedBy(() => {
    throw new Error('boom');
  }, [
    response('DEFAULT_5XX', {
      StatusCode: 503,
      ResponseParameters: { 'gatewayresponse.header.Retry-After': "'5'" },
      ResponseTemplates: { 'application/json': '{"m":$context.error.messageString,"t":"$context.error.responseType"}' },
    }),
  ]);

  expect(answer.status).toBe(503);
  expect(answer.headers['retry-after']).toBe('5');
  expect(answer.json).toEqual({ m: null, t: 'AUTHORIZER_FAILURE' });
});

test('an unknown route can be made a 404', async () => {
  const gateway = await startGateway(
    template(
      { 'GET /': lambda() },
      {
        others: [
          response('MISSING_AUTHENTICATION_TOKEN', {
            StatusCode: '404',
            ResponseTemplates: { 'application/json': '{"error":"not_found"}' },
          }),
        ],
      },
    ),
  );

  const answer = await gateway.send('/dev/nowhere');

  expect(answer).toMatchObject({ status: 404, text: '{"error":"not_found"}' });
  expect(answer.headers['x-amzn-errortype']).toBe('MissingAuthenticationTokenException');
});

test.each([
  ['text/html;q=0.9, image/png', 'text/html'],
  ['TEXT/HTML', 'text/html'],
  ['image/png, text/html', 'application/json'],
  ['*/*', 'application/json'],
  ['', 'application/json'],
])(
  'of several templates the one of the type accepted first is chosen, else JSON: %j takes %s',
  async (accept, type) => {
    const templates = { 'application/json': '{}', 'text/html': '<p>$context.stage</p>' };
    const responses = [response('ACCESS_DENIED', { ResponseTemplates: templates })];

    const answer = await refusedBy(deny(), responses, ['Authorization', 't', 'Accept', accept]);

    expect([answer.headers['content-type'], answer.text]).toEqual([type, type === 'text/html' ? '<p>dev</p>' : '{}']);
  },
);

test('a 403 of the function and a 401 of the backend are left alone', async () => {
  const backend = await startBackend((_, answer) => {
    answer.statusCode = 401;
    answer.end('theirs');
  });
  const changed = { StatusCode: 400, ResponseTemplates: { 'application/json': 'changed' } };
  const gateway = await startGateway(
    template(
      { 'GET /f': lambda(), 'GET /b': httpProxy(backend.origin) },
      {
        others: [
          response('DEFAULT_4XX', changed),
          response('ACCESS_DENIED', changed),
          response('UNAUTHORIZED', changed),
        ],
      },
    ),
    { backend: () => ({ statusCode: 403, body: 'mine' }) },
  );

  const fromFunction = await gateway.send('/dev/f');
  const fromBackend = await gateway.send('/dev/b');

  expect(fromFunction).toMatchObject({ status: 403, text: 'mine' });
  expect(fromBackend).toMatchObject({ status: 401, text: 'theirs' });
});
