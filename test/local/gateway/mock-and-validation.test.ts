import { afterEach, expect, test } from '@jest/globals';
import { startGateway, stopAll } from './running-gateway.ts';
import { lambda, mock, resource, template } from './template-fixture.ts';

afterEach(stopAll);

type Properties = Readonly<Record<string, unknown>>;

async function mocked(integration: Properties, options: Parameters<typeof template>[1] = {}) {
  return startGateway(template({ 'ANY /m': mock(integration) }, options));
}

test('a response template is sent as JSON, with its references filled, and without a trace id', async () => {
  const gateway = await mocked(
    {
      IntegrationResponses: [
        {
          StatusCode: '200',
          ResponseTemplates: {
            'application/json': `{"stage":"$context.stage","colour":"\${stageVariables.colour}","gone":"$context.nothing"}`,
          },
        },
      ],
    },
    { stage: { Variables: { colour: 'blue' } } },
  );

  const answer = await gateway.send('/dev/m');

  expect(answer).toMatchObject({ status: 200, text: '{"stage":"dev","colour":"blue","gone":""}' });
  expect(answer.headers['content-type']).toBe('application/json');
  expect(answer.headers).not.toHaveProperty('x-amzn-trace-id');
  expect(answer.headers['x-amz-apigw-id']).toBeDefined();
});

test('header mappings of a response are sent, those of a CORS preflight among them', async () => {
  const gateway = await mocked({
    RequestTemplates: { 'application/json': '{ statusCode: 204 }' },
    IntegrationResponses: [
      {
        StatusCode: '204',
        ResponseParameters: {
          'method.response.header.Access-Control-Allow-Origin': "'*'",
          'method.response.header.X-Stage': 'context.stage',
          'method.response.header.WWW-Authenticate': "'Basic'",
          'method.response.header.X-Gone': 'integration.response.header.gone',
        },
      },
    ],
  });

  const answer = await gateway.send('/dev/m', { method: 'OPTIONS' });

  expect(answer).toMatchObject({ status: 204, text: '' });
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': '*',
    'x-stage': 'dev',
    'x-amzn-remapped-www-authenticate': 'Basic',
  });
  expect(answer.headers).not.toHaveProperty('www-authenticate');
});

test.each([
  ['"statusCode": 404', 404],
  ["'statusCode': 200", 201],
  ['"other": "a", statusCode: 503', 500],
])('the template {%s} selects the response with status %i', async (template_, status) => {
  const gateway = await mocked({
    RequestTemplates: { 'application/json': `{${template_}}` },
    IntegrationResponses: [
      { StatusCode: '201' },
      { StatusCode: '404', SelectionPattern: '404' },
      { StatusCode: '500', SelectionPattern: '5\\d\\d' },
    ],
  });

  expect((await gateway.send('/dev/m')).status).toBe(status);
});

test.each([
  ['no status in the template', { RequestTemplates: { 'application/json': '{}' } }],
  ['no template', { RequestTemplates: {} }],
  ['no response that matches', { IntegrationResponses: [{ StatusCode: '200', SelectionPattern: '5..' }] }],
])('with %s the answer is 500', async (_, integration) => {
  const gateway = await mocked(integration);

  expect(await gateway.send('/dev/m')).toMatchObject({ status: 500, text: '{"message":"Internal server error"}' });
});

test.each([
  ['NEVER', 415],
  ['WHEN_NO_TEMPLATES', 415],
  ['WHEN_NO_MATCH', 500],
])('a content type without a template, and PassthroughBehavior %s, is %i', async (PassthroughBehavior, status) => {
  const gateway = await mocked({ PassthroughBehavior });

  expect(
    (await gateway.send('/dev/m', { method: 'POST', body: 'x', headers: ['Content-Type', 'text/plain'] })).status,
  ).toBe(status);
});

test.each([
  [{}, 500],
  [{ ContentHandling: 'CONVERT_TO_TEXT' }, 200],
])('where all media types are binary, a mock with %j answers %i', async (handling, status) => {
  const gateway = await mocked(handling, { restApi: { BinaryMediaTypes: ['*/*'] } });

  expect(
    (await gateway.send('/dev/m', { method: 'POST', body: 'x', headers: ['Content-Type', 'application/json'] })).status,
  ).toBe(status);
});

const schema = {
  $schema: 'http://json-schema.org/draft-04/schema#',
  title: 'order',
  type: 'object',
  required: ['id', 'kind'],
  properties: {
    id: { type: 'integer', minimum: 1, maximum: 9 },
    kind: { enum: ['a', 'b', { deep: [1] }] },
    name: { type: ['string', 'null'], pattern: '^[a-z]+$', minLength: 2, maxLength: 4 },
    tags: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 2 },
    price: { type: 'number', minimum: 0, exclusiveMinimum: true },
  },
  additionalProperties: false,
};

async function validated(
  method: Properties,
  { body = true, parameters = true, model = schema }: { body?: boolean; parameters?: boolean; model?: object } = {},
) {
  const validator = resource(
    'RequestValidator',
    'Validator',
    { ValidateRequestBody: body, ValidateRequestParameters: parameters },
    'val1',
  );
  const order = resource(
    'Model',
    'OrderModel',
    { Name: 'Order', ContentType: 'application/json', Schema: model },
    'Order',
  );
  return startGateway(
    template({ 'ANY /v/{id}': { ...lambda(), RequestValidatorId: 'val1', ...method } }, { others: [validator, order] }),
    { backend: () => ({}) },
  );
}

test('missing parameters are listed in one message, headers before paths before query', async () => {
  const gateway = await validated({
    RequestParameters: {
      'method.request.querystring.q': true,
      'method.request.header.X-Need': true,
      'method.request.header.X-Also': 'true',
      'method.request.header.X-Optional': false,
      'method.request.path.id': true,
    },
  });

  const none = await gateway.send('/dev/v/1?q=');
  const some = await gateway.send('/dev/v/1?q=1', { headers: ['x-need', '1', 'X-Also', ''] });
  const all = await gateway.send('/dev/v/1?q=1', { headers: ['x-need', '1', 'X-Also', '2'] });

  expect(none).toMatchObject({
    status: 400,
    text: '{"message":"Missing required request parameters: [X-Also, X-Need, q]"}',
  });
  expect(none.headers['x-amzn-errortype']).toBe('BadRequestException');
  expect(some.json.message).toBe('Missing required request parameters: [X-Also]');
  expect(all.status).toBe(200);
  expect(gateway.log[0]).toMatchObject({ reason: 'BAD_REQUEST_PARAMETERS' });
});

test('without a validator nothing is required', async () => {
  const gateway = await validated(
    { RequestParameters: { 'method.request.header.X-Need': true }, RequestModels: { 'application/json': 'Order' } },
    { body: false, parameters: false },
  );

  expect((await gateway.send('/dev/v/1', { method: 'POST', body: '{' })).status).toBe(200);
});

test.each([
  ['{"id":1,"kind":"a"}', true],
  ['{"id":9,"kind":{"deep":[1]},"name":null,"tags":["x"],"price":0.1}', true],
  ['{"id":1}', false],
  ['{"id":1.5,"kind":"a"}', false],
  ['{"id":0,"kind":"a"}', false],
  ['{"id":10,"kind":"a"}', false],
  ['{"id":"1","kind":"a"}', false],
  ['{"id":1,"kind":"c"}', false],
  ['{"id":1,"kind":"a","name":"A1"}', false],
  ['{"id":1,"kind":"a","name":"x"}', false],
  ['{"id":1,"kind":"a","name":"abcde"}', false],
  ['{"id":1,"kind":"a","tags":[]}', false],
  ['{"id":1,"kind":"a","tags":[1]}', false],
  ['{"id":1,"kind":"a","tags":["a","b","c"]}', false],
  ['{"id":1,"kind":"a","price":0}', false],
  ['{"id":1,"kind":"a","__proto__":1}', false],
  ['{"id":1,"kind":"a","more":1}', false],
  ['[]', false],
  ['null', false],
  ['{', false],
  ['', false],
])('the body %s conforms to the model: %s', async (body, valid) => {
  const gateway = await validated({ RequestModels: { 'application/json': 'Order' } });

  const answer = await gateway.send('/dev/v/1', {
    method: 'POST',
    body,
    headers: ['Content-Type', 'application/json; charset=utf-8'],
  });

  expect([answer.status, answer.text]).toEqual(valid ? [200, ''] : [400, '{"message":"Invalid request body"}']);
});

test('a content type without a model is not validated, unless there is a $default', async () => {
  const named = await validated({ RequestModels: { 'application/json': 'Order' } });
  const fallback = await validated({ RequestModels: { $default: 'Order' } });
  const text = { method: 'POST', body: 'x', headers: ['Content-Type', 'text/plain'] };

  expect((await named.send('/dev/v/1', text)).status).toBe(200);
  expect((await fallback.send('/dev/v/1', text)).status).toBe(400);
});

test('what a body lacks can be told in a gateway response', async () => {
  const told = resource('GatewayResponse', 'Bad', {
    ResponseType: 'BAD_REQUEST_BODY',
    ResponseTemplates: { 'application/json': '{"lacks":"$context.error.validationErrorString"}' },
  });
  const validator = resource('RequestValidator', 'Validator', { ValidateRequestBody: true }, 'val1');
  const order = resource('Model', 'OrderModel', { Schema: { required: ['id'] } }, 'Order');
  const gateway = await startGateway(
    template(
      { 'POST /': { ...lambda(), RequestValidatorId: 'val1', RequestModels: { 'application/json': 'Order' } } },
      { others: [told, validator, order] },
    ),
  );

  expect((await gateway.send('/dev/', { method: 'POST' })).json.lacks).toBe(
    '[object has missing required properties (["id"])]',
  );
});
