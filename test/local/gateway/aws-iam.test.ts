import { Sha256 } from '@aws-crypto/sha256-js';
import { afterEach, expect, jest, test } from '@jest/globals';
import { SignatureV4 } from '@smithy/signature-v4';
import { CREDENTIALS, type SendOptions, startGateway, stopAll } from './running-gateway.ts';
import { ACCOUNT, lambda, REGION, template } from './template-fixture.ts';

afterEach(async () => {
  jest.restoreAllMocks();
  await stopAll();
});

interface Signing {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly service?: string;
  readonly region?: string;
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly date?: Date;
  readonly applyChecksum?: boolean;
}

async function signed(
  port: number,
  { method = 'GET', path = '/dev/a', query = {}, body, headers = {}, ...how }: Signing = {},
): Promise<SendOptions> {
  const signer = new SignatureV4({
    service: how.service ?? 'execute-api',
    region: how.region ?? REGION,
    credentials: how.credentials ?? CREDENTIALS,
    sha256: Sha256,
    applyChecksum: how.applyChecksum ?? true,
  });
  const request = await signer.sign(
    {
      method,
      protocol: 'http:',
      hostname: '127.0.0.1',
      path,
      query: { ...query },
      headers: { host: `127.0.0.1:${port}`, ...headers },
      body,
    },
    { signingDate: how.date ?? new Date() },
  );
  const { host: _, ...sent } = request.headers;
  return { method, headers: Object.entries(sent).flat(), ...(body !== undefined && { body }) };
}

async function iamGateway() {
  const gateway = await startGateway(template({ 'ANY /{proxy+}': { ...lambda(), AuthorizationType: 'AWS_IAM' } }), {
    backend: () => ({ body: 'in' }),
  });
  return { ...gateway, port: gateway.listener.port };
}

test('a signed request passes, and the function is told who signed but not the signature', async () => {
  const gateway = await iamGateway();

  const answer = await gateway.send('/dev/a', await signed(gateway.port));

  expect(answer).toMatchObject({ status: 200, text: 'in' });
  const { requestContext, headers } = gateway.eventsOf('backend')[0];
  expect(requestContext.identity).toMatchObject({
    userArn: CREDENTIALS.principalArn,
    accountId: ACCOUNT,
    caller: 'operator',
    user: 'operator',
    accessKey: CREDENTIALS.accessKeyId,
  });
  expect(Object.keys(headers).map((name) => name.toLowerCase())).not.toContain('authorization');
});

test.each<[string, string, Signing]>([
  ['a body', '/dev/a', { method: 'POST', body: '{"a":"é"}', headers: { 'content-type': 'application/json' } }],
  ['a body whose hash is no header', '/dev/a', { method: 'PUT', body: 'x', applyChecksum: false }],
  ['a query string', '/dev/a?b=1&a=x%20y&a=%2B&c=', { query: { b: '1', a: ['x y', '+'], c: '' } }],
  ['escapes in the path', '/dev/a%20b/c%2Fd/@x', { path: '/dev/a%20b/c%2Fd/@x' }],
  ['a clock that is four minutes behind', '/dev/a', { date: new Date(Date.now() - 240_000) }],
  ['a clock that is four minutes ahead', '/dev/a', { date: new Date(Date.now() + 240_000) }],
])('%s can be signed', async (_, path, how) => {
  const gateway = await iamGateway();

  const answer = await gateway.send(path, await signed(gateway.port, how));

  expect(answer.status).toBe(200);
});

test('an unsigned request is answered as API Gateway answers it', async () => {
  const gateway = await iamGateway();

  const answer = await gateway.send('/dev/a');

  expect(answer).toMatchObject({ status: 403, text: '{"message":"Missing Authentication Token"}' });
  expect(answer.headers['x-amzn-errortype']).toBe('MissingAuthenticationTokenException');
});

test.each<[string, Signing, string, string]>([
  [
    'an unknown key',
    { credentials: { ...CREDENTIALS, accessKeyId: 'AKIAOTHER' } },
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
  ],
  [
    'a session token',
    { credentials: { ...CREDENTIALS, sessionToken: 's' } },
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
  ],
  [
    'a wrong secret',
    { credentials: { ...CREDENTIALS, secretAccessKey: 'guess' } },
    'InvalidSignatureException',
    'The request signature we calculated does not match',
  ],
  [
    'another service',
    { service: 'lambda' },
    'InvalidSignatureException',
    'Credential should be scoped to correct service',
  ],
  [
    'another region',
    { region: 'us-east-1' },
    'InvalidSignatureException',
    'Credential should be scoped to a valid region',
  ],
  ['an old date', { date: new Date(Date.now() - 301_000) }, 'InvalidSignatureException', 'Signature expired'],
  [
    'a date to come',
    { date: new Date(Date.now() + 302_000) },
    'InvalidSignatureException',
    'Signature not yet current',
  ],
])('%s is refused with 403', async (_, how, errorType, message) => {
  const gateway = await iamGateway();

  const answer = await gateway.send('/dev/a', await signed(gateway.port, how));

  expect(answer.status).toBe(403);
  expect(answer.headers['x-amzn-errortype']).toBe(errorType);
  expect(answer.json.message).toContain(message);
  expect(gateway.calls).toEqual([]);
});

test.each<[string, (options: SendOptions) => SendOptions, string]>([
  ['another path', (options) => options, '/dev/b'],
  ['another query', (options) => options, '/dev/a?b=1'],
  ['a query of presigned URLs', (options) => options, '/dev/a?X-Amz-Signature=1'],
  ['another method', (options) => ({ ...options, method: 'DELETE' }), '/dev/a'],
  ['another body', (options) => ({ ...options, body: 'changed' }), '/dev/a'],
  [
    'a body stated to be unsigned',
    ({ headers = [], ...options }) => ({
      ...options,
      headers: headers.map((text) => (/^[0-9a-f]{64}$/.test(text) ? 'UNSIGNED-PAYLOAD' : text)),
    }),
    '/dev/a',
  ],
  [
    'a second Authorization',
    ({ headers = [], ...options }) => ({ ...options, headers: [...headers, 'Authorization', 'Bearer x'] }),
    '/dev/a',
  ],
  [
    'another signed header',
    ({ headers = [], ...options }) => ({
      ...options,
      headers: headers.map((text) => (text === 'signed' ? 'changed' : text)),
    }),
    '/dev/a',
  ],
  [
    'a broken Authorization',
    ({ headers = [], ...options }) => ({
      ...options,
      headers: headers.map((text) => text.replace('Signature=', 'Signature=zz')),
    }),
    '/dev/a',
  ],
  [
    'no date',
    ({ headers = [], ...options }) => ({
      ...options,
      headers: headers.map((text) => (text === 'x-amz-date' ? 'x-other' : text)),
    }),
    '/dev/a',
  ],
  [
    'a host that is not signed',
    ({ headers = [], ...options }) => ({ ...options, headers: headers.map((text) => text.replace('host;', '')) }),
    '/dev/a',
  ],
])('a request that was signed and then got %s is refused with 403', async (_, change, path) => {
  const gateway = await iamGateway();
  const options = await signed(gateway.port, { method: 'POST', body: 'original', headers: { 'x-probe': 'signed' } });

  const answer = await gateway.send(path, change(options));

  expect(answer.status).toBe(403);
  expect(gateway.calls).toEqual([]);
});

test('a foreign bearer token is refused and not told back', async () => {
  const gateway = await iamGateway();

  const answer = await gateway.send('/dev/a', { headers: ['Authorization', 'Bearer very-secret'] });

  expect(answer.status).toBe(403);
  expect(answer.headers['x-amzn-errortype']).toBe('IncompleteSignatureException');
  expect(answer.text).not.toContain('very-secret');
});
