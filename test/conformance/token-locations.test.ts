import { beforeAll, describe, expect, test } from '@jest/globals';
import type { HttpAnswer, HttpRequest } from '../support/http.ts';
import { allLogs, callGateway, localStage, subscribe, tokenOf } from '../support/stage-under-test.ts';

/** A project, and what is there to be called. */
interface Kind {
  readonly name: string;
  readonly projectId: string;
  /** A path that takes GET and POST and needs a token. */
  readonly path: string;
  readonly scopes: readonly string[];
  readonly queryParameter?: string;
  readonly body?: true;
}

const kinds: readonly Kind[] = [
  { name: 'secured while created, header', projectId: 'tickets-2.0', path: '/tickets/2.0/x', scopes: [] },
  {
    name: 'secured by hand, header',
    projectId: 'warehouse',
    path: '/warehouse/files/x',
    scopes: ['stock:read', 'stock:write'],
  },
  { name: 'secured while created, query', projectId: 'ledger', path: '/ledger/x', scopes: [], queryParameter: 'key' },
  {
    name: 'secured by hand, query',
    projectId: 'archive',
    path: '/archive/x',
    scopes: ['archive:read'],
    queryParameter: 'access_token',
  },
  { name: 'secured while created, body', projectId: 'forms-1', path: '/forms/1/x', scopes: ['forms:send'], body: true },
  {
    name: 'secured by hand, query and body',
    projectId: 'desk',
    path: '/desk/tickets/x',
    scopes: [],
    queryParameter: 'token',
    body: true,
  },
];

const FORM = 'application/x-www-form-urlencoded';
const form = (body: string): HttpRequest => ({ method: 'POST', headers: { 'Content-Type': FORM }, body });
const isOpened = ({ status }: HttpAnswer) => status === 200 || status === 207;

describe.each(kinds)('a project $name', ({ projectId, path, scopes, queryParameter, body }) => {
  /** A refusal for a call that says too much: 400 where a function may answer it, else 401. */
  const malformed = body ? 400 : 401;
  const inHeader = (request?: HttpRequest) => callGateway(path, token, request);
  const inQuery = (name: string, request?: HttpRequest) => callGateway(`${path}?${name}=${token}`, undefined, request);
  const inBody = (field = 'access_token') => callGateway(path, undefined, form(`a=1&${field}=${token}&b=2`));
  let token: string;
  beforeAll(async () => {
    token = await tokenOf(await subscribe([projectId], scopes));
  });

  test('RFC 6750 §2.1: takes a token from the header', async () => {
    expect(isOpened(await inHeader())).toBe(true);
    expect(isOpened(await inHeader(form('a=1')))).toBe(true);
  });

  test('takes a token from the other places that it names, and from no other', async () => {
    if (queryParameter !== undefined) {
      const answer = await inQuery(queryParameter);
      expect([isOpened(answer), answer.headers['cache-control']]).toEqual([true, 'private']);
    }
    const other = await inQuery(queryParameter === 'access_token' ? 'token' : 'access_token');
    expect(other.status).toBe(body && queryParameter === undefined ? 400 : 401);
    expect(isOpened(await inBody())).toBe(body === true);
    expect((await inBody(queryParameter === 'token' ? 'token' : 'key')).status).toBe(401);
  });

  test('without a token it is 401', async () => {
    expect((await callGateway(path)).status).toBe(401);
    expect((await callGateway(path, undefined, form('a=1'))).status).toBe(401);
    expect((await callGateway(path, undefined, { method: 'PUT' })).status).toBeGreaterThanOrEqual(401);
  });

  test('RFC 6750 §2: two tokens are refused, wherever it takes them from', async () => {
    const twice = [`Bearer ${token}`, `Bearer ${token}`];
    expect((await callGateway(path, undefined, { headers: { Authorization: twice } })).status).toBe(malformed);
    if (queryParameter !== undefined) {
      expect((await inQuery(queryParameter, { headers: { Authorization: `Bearer ${token}` } })).status).toBe(malformed);
      expect((await inQuery(`${queryParameter}=${token}&${queryParameter}`)).status).toBe(malformed);
    }
    if (body) {
      expect((await inHeader(form(`access_token=${token}`))).status).toBe(400);
      expect((await callGateway(path, undefined, form(`access_token=${token}&access_token=x`))).status).toBe(400);
    }
    if (body && queryParameter !== undefined) {
      expect((await inQuery(queryParameter, form(`access_token=${token}`))).status).toBe(400);
    }
  });

  test('RFC 6750 §3.1: a scope that the token lacks is 403, and named', async () => {
    if (scopes.length === 0) return;
    const poor = await tokenOf(await subscribe([projectId], ['other']));

    expect(await callGateway(path, poor)).toMatchObject({
      status: 403,
      json: { error: 'insufficient_scope', scope: scopes.join(' ') },
    });
  });

  test('a product narrowed to GET refuses POST, cached or not', async () => {
    const base = `/${projectId.replace('-', '/')}`;
    const operations = [{ methods: ['GET'] as const, path: path.slice(base.length) }];
    const reader = await tokenOf(await subscribe([{ projectId, operations }], scopes));

    for (const _ of [1, 2]) {
      expect(isOpened(await callGateway(path, reader))).toBe(true);
      expect((await callGateway(path, reader, form('a=1'))).status).toBe(403);
      expect((await callGateway(`${path}/below`, reader)).status).toBe(403);
    }
  });

  test('the resource’s own path and its child paths are opened, in the form in which they were sent', async () => {
    for (const child of ['/y', '/a%20b/c', '/y/', '/caf%C3%A9']) {
      const answer = await callGateway(`${path}${child}`, token);
      expect([child, isOpened(answer)]).toEqual([child, true]);
      // API Gateway takes the last slash off what it puts into a backend's URL itself.
      expect(`${answer.json.received?.path ?? answer.json.url}/`).toContain(child);
    }
  });

  test.each(['//x', '/./x', '/../x', '/%2e%2e/x', '/a%2Fb', '/a%5Cb', '/%61', '/a;b', '/x%252e'])(
    '%s below it is opened to nobody',
    async (below) => {
      expect((await callGateway(`${path}${below}`, token)).status).toBe(403);
    },
  );

  test('in another case it is another path, and there is none', async () => {
    expect((await callGateway(path.toUpperCase(), token)).status).toBe(404);
  });

  test('no token gets into a log or to the backend', async () => {
    const answers = [await inHeader(), await inQuery(queryParameter ?? 'none'), await inBody()];

    const queryIsOrdinary = queryParameter === undefined;
    for (const answer of queryIsOrdinary ? [answers[0], answers[2]] : answers) {
      expect(answer?.text).not.toContain(token);
    }
    expect(allLogs()).not.toContain(token);
  });
});

describe('a body of a project that takes tokens from it', () => {
  let token: string;
  beforeAll(async () => {
    token = await tokenOf(await subscribe(['forms-1', 'desk'], ['forms:send']));
  });
  const received = ({ json }: HttpAnswer) => Buffer.from(json.body, 'base64').toString('latin1');

  test('goes on without the token, every other byte as it was', async () => {
    const answer = await callGateway('/forms/1/x', undefined, form(`a=%31+2&&access%5Ftoken=${token}&=&b`));

    expect(answer.status).toBe(207);
    expect(received(answer)).toBe('a=%31+2&&=&b');
    expect(answer.json.url).toBe('/in/x');
  });

  test('goes on whole when the token stands in the header, whatever it is', async () => {
    const body = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const answer = await callGateway('/forms/1/x', token, {
      method: 'PUT',
      headers: { 'Content-Type': 'multipart/form-data; boundary=x' },
      body,
    });

    expect(Buffer.from(answer.json.body, 'base64')).toEqual(body);
  });

  test('RFC 6750 §2.2: holds no token with GET, beside what is not ASCII, or in another media type', async () => {
    const inForm = `access_token=${token}`;

    expect((await callGateway('/forms/1/x', undefined, { ...form(inForm), method: 'GET' })).status).toBe(400);
    expect((await callGateway('/forms/1/x', undefined, form(`${inForm}&a=ü`))).status).toBe(400);
    const text = { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: inForm };
    expect((await callGateway('/forms/1/x', undefined, text)).status).toBe(401);
  });

  test('a form that is compressed is refused, since nobody can see whether it holds a token', async () => {
    const headers = { 'Content-Type': FORM, 'Content-Encoding': 'gzip' };

    expect((await callGateway('/forms/1/x', token, { method: 'POST', headers, body: 'x' })).status).toBe(400);
  });

  test('a public resource is open, and a token that is sent to it gets no further', async () => {
    const answer = await callGateway('/forms/1/open', undefined, form(`a=1&access_token=${token}`));

    expect(received(answer)).toBe('a=1');
    expect(answer.text).not.toContain(token);
    expect(answer.json.rawHeaders.join()).toContain('tollgate,public');
  });

  test('RFC 6750 §3: the challenge says what is wrong, under the name that API Gateway gives it', async () => {
    const metadata = `resource_metadata="${localStage().gatewayUrl}/.well-known/oauth-protected-resource/forms/1"`;
    const missing = await callGateway('/forms/1/x');
    const wrong = await callGateway('/forms/1/x', `${token}x`);

    expect(missing.headers['x-amzn-remapped-www-authenticate']).toBe(`Bearer realm="alpha", ${metadata}`);
    expect(wrong.headers['x-amzn-remapped-www-authenticate']).toBe(
      `Bearer realm="alpha", error="invalid_token", ${metadata}`,
    );
  });
});

describe('an attribute that must equal', () => {
  test('opens to the tokens that say so, of the token endpoint that says so, and to no other', async () => {
    const client = await subscribe(['desk']);
    const { gatewayUrl } = localStage();
    const partners = await tokenOf(client, {}, `${gatewayUrl}/partners/token/v2`);

    expect((await callGateway('/desk/partners/7', partners)).status).toBe(207);
    expect(await callGateway('/desk/partners/7', await tokenOf(client))).toMatchObject({
      status: 403,
      json: {
        error: 'insufficient_scope',
        error_description: 'The access token lacks the value of the attribute made_by that this resource needs.',
      },
    });
    expect((await callGateway('/desk/tickets', await tokenOf(client))).status).toBe(207);
  });
});
