import net from 'node:net';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type HttpRequest, http } from '../support/http.ts';
import { type Credentials, callGateway, localStage, subscribe, tokenOf } from '../support/stage-under-test.ts';

let client: Credentials;
let token: string;
beforeAll(async () => {
  client = await subscribe(['warehouse', 'ledger', 'lapsed', 'lapsed-ledger'], ['stock:read', 'stock:write']);
  token = await tokenOf(client);
});

/** The two ways to a backend: each has a project, its path at the backend, and calls with a token. */
const straight = {
  way: 'straight to the backend',
  gone: '/lapsed',
  project: '/warehouse/files',
  behind: '/base/files',
  call: (path: string, request: HttpRequest = {}) => callGateway(path, token, request),
};
const forwarded = {
  way: 'through the forward function',
  gone: '/lapsed-ledger',
  project: '/ledger',
  behind: '/ledger',
  call: (path: string, request: HttpRequest = {}) =>
    callGateway(
      `${path}${path.includes('?') ? '&' : '?'}${path.startsWith('/lapsed') ? 'access_token' : 'key'}=${token}`,
      undefined,
      request,
    ),
};

/** What the backend shall write back, byte for byte. */
const answering = (...lines: readonly (string | Buffer)[]) => ({
  'X-Answer': Buffer.concat(lines.map((line) => Buffer.from(line as string))).toString('base64'),
});

/** Writes a request as it stands, with HOST replaced, and gives all that comes back. */
function exchange(text: string): Promise<string> {
  const { host, port } = new URL(localStage().gatewayUrl);
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = net.connect(Number(port), '127.0.0.1', () => socket.write(text.replaceAll('HOST', host), 'latin1'));
    socket.setEncoding('latin1');
    socket.on('data', (data) => (received += data));
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
  });
}

const valuesOf = (name: string, raw: readonly string[]) =>
  raw.filter((_, index) => index % 2 === 1 && raw[index - 1]?.toLowerCase() === name);

describe.each([straight, forwarded])('a call that goes $way', ({ gone, project, behind, call }) => {
  test.each([
    ['//169.254.169.254/x', 404],
    [`${project}//169.254.169.254/x`, 403],
    [`${project}/..//x`, 403],
    [`${project}/../x`, 403],
    [`${project}/%2e%2e/x`, 403],
    [`${project}/..%2fx`, 403],
    [`${project}/\\x`, 403],
    [`${project}/..\\x`, 403],
    [`${project}/a#/../../x`, 403],
    [`${project}/http://evil.example/x`, 403],
    [`${project}@evil.example/x`, 404],
  ])('may not leave its target: %s is %i', async (path, status) => {
    expect((await call(path)).status).toBe(status);
  });

  test.each(['/@evil.example/x', '/:80@evil.example', '/http:/evil.example/x', '/.../x', '/~/x'])(
    'stays below its target: %s',
    async (rest) => {
      expect((await call(`${project}${rest}`)).json.url).toBe(`${behind}${rest}`);
    },
  );

  test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    '%s brings a body to the backend byte for byte, and its length',
    async (method) => {
      const body = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

      const { json } = await call(`${project}/x`, { method, headers: { 'Content-Length': '256' }, body });

      expect(json).toMatchObject({ method, body: body.toString('base64') });
      expect(valuesOf('content-length', json.rawHeaders)).toEqual(['256']);
    },
  );

  test.each<[string, string, Buffer, HttpRequest['headers']]>([
    ['gzip', 'application/json', gzipSync('{}'), { 'Content-Encoding': 'gzip' }],
    ['multipart', 'multipart/form-data; boundary=b', Buffer.from('--b\r\n\r\n\u0000\r\n--b--\r\n'), {}],
    ['chunks', 'text/plain; charset=iso-8859-1', Buffer.from([0xe9]), { 'Transfer-Encoding': 'chunked' }],
    ['text', 'text/plain', Buffer.from('\ufeffé\r\n'), {}],
    ['nothing', 'text/plain', Buffer.alloc(0), {}],
  ])('a body of %s arrives as it is, with its type', async (_, type, body, headers) => {
    const { json } = await call(`${project}/x`, {
      method: 'POST',
      headers: { 'Content-Type': type, ...headers },
      body,
    });

    expect(json.body).toBe(body.toString('base64'));
    expect(valuesOf('content-type', json.rawHeaders)).toEqual([type]);
    expect(valuesOf('content-length', json.rawHeaders)).toEqual([String(body.length)]);
    expect(valuesOf('transfer-encoding', json.rawHeaders)).toEqual([]);
  });

  test('HEAD gets status and headers, and no body', async () => {
    const answer = await call(`${project}/x`, { method: 'HEAD' });

    expect(answer).toMatchObject({ status: 207, text: '' });
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'set-cookie': ['a=b', 'c=d'] });
  });

  test.each([301, 302, 303, 307, 308])('a redirect %i is the caller’s to follow', async (status) => {
    const location = 'http://169.254.169.254/latest?a=%2F#b';
    const headers = answering(`HTTP/1.1 ${status} Moved\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`);

    const answer = await call(`${project}/x`, { headers });

    expect([answer.status, answer.headers.location, answer.text]).toEqual([status, location, '']);
  });

  test.each([
    [204, '', ''],
    [304, 'ETag: "1"\r\n', ''],
    [200, 'Content-Length: 0\r\n', ''],
    [404, 'Content-Type: text/html\r\nContent-Length: 2\r\n', 'no'],
    [500, 'Transfer-Encoding: chunked\r\n', '3\r\nbad\r\n0\r\n\r\n'],
    [503, 'Retry-After: 7\r\n', 'ends with the connection'],
  ])('an answer %i of the backend is passed on with its body', async (status, fields, body) => {
    const answer = await call(`${project}/x`, { headers: answering(`HTTP/1.1 ${status} X\r\n${fields}\r\n${body}`) });

    const text = body.startsWith('3\r\n') ? 'bad' : body;
    expect([answer.status, answer.text]).toEqual([status, text]);
    if (status !== 204 && status !== 304) expect(answer.headers['content-length']).toBe(String(text.length));
    if (status === 304) expect(answer.headers.etag).toBe('"1"');
    if (status === 503) expect(answer.headers['retry-after']).toBe('7');
  });

  test('bytes of an answer come back as they are, under their own type, repeated headers apart', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const headers = answering(
      'HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Length: 256\r\n',
      'Set-Cookie: a=b; Path=/\r\nX-Many: 1\r\nSet-Cookie: c=d\r\nX-Many: 2\r\n\r\n',
      bytes,
    );

    const answer = await call(`${project}/x`, { headers });

    expect(answer.bytes).toEqual(bytes);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/plain; charset=iso-8859-1',
      'content-length': '256',
      'set-cookie': ['a=b; Path=/', 'c=d'],
      'x-many': '1, 2',
    });
  });

  test('hop-by-hop headers end at each connection', async () => {
    const hops = {
      'Keep-Alive': 'timeout=9',
      TE: 'trailers',
      Upgrade: 'h2c',
      Connection: 'upgrade, te',
    };
    const sent = await call(`${project}/x`, { headers: hops });
    const received = await call(`${project}/x`, {
      headers: answering(
        'HTTP/1.1 200 OK\r\nConnection: close\r\nKeep-Alive: timeout=9\r\nTrailer: X-T\r\nUpgrade: h2c\r\n',
        'TE: trailers\r\nProxy-Authenticate: Basic\r\nContent-Length: 2\r\n\r\nok',
      ),
    });

    for (const name of ['keep-alive', 'te', 'upgrade']) expect(valuesOf(name, sent.json.rawHeaders)).toEqual([]);
    expect(received.text).toBe('ok');
    for (const name of ['trailer', 'upgrade', 'te', 'proxy-authenticate'])
      expect(received.headers).not.toHaveProperty(name);
    expect(received.headers['keep-alive']).not.toBe('timeout=9');
  });

  test.each([
    ['nobody listens', () => call(`${gone}/x`)],
    ['it hangs up', () => call(`${project}/hang-up`)],
    [
      'its answer breaks off in the headers',
      () => call(`${project}/x`, { headers: answering('HTTP/1.1 200 OK\r\nX-A') }),
    ],
    [
      'its answer breaks off in the body',
      () => call(`${project}/x`, { headers: answering('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc') }),
    ],
    ['its answer is not HTTP', () => call(`${project}/x`, { headers: answering('220 mail.example ESMTP\r\n') })],
  ])('where the backend gives no answer because %s, the caller is told in words', async (_, made) => {
    const answer = await made();

    expect(answer).toMatchObject({ status: 502, json: { error: 'bad_gateway' } });
    expect(answer.json.error_description).toMatch(/^The (answer of the )?backend /);
    expect(answer.headers['cache-control']).toBe('no-store');
    // The request's id is random, and may hold any three digits.
    const said = JSON.stringify({ ...answer.json, request_id: undefined });
    expect(said).not.toMatch(/abc|ESMTP|127\.0\.0\.1/);
  });

  test.each([
    [['tollgate', 'client="root"']],
    [['Tollgate', 'client="root"']],
    [['TOLLGATE', 'client="root"', 'tollgate', 'client="root"']],
    [['toll-gate', 'client="root"', 'toll_gate', 'client="root"', 'authorizer', 'root', 'X-Authorizer-Tollgate', 'x']],
    [['x-amzn-tollgate', 'client="root"', 'X-Forwarded-For', 'client="root"', 'Connection', 'tollgate']],
  ])('nobody but the verifier says who calls: %j', async (more) => {
    const { gatewayUrl } = localStage();
    const headers = ['Host', new URL(gatewayUrl).host, 'Authorization', `Bearer ${token}`, ...more];

    const { json } = await http(`${gatewayUrl}${project}/x`, { headers });

    expect(valuesOf('tollgate', json.rawHeaders)).toEqual([expect.stringContaining(`client="${client.clientId}"`)]);
  });

  test('parameters mean the same at the backend: values of a name in order, empty ones, every escape', async () => {
    const query =
      'b=1&a=2&b=3&b=&empty&=noname&amp=%26&plus=%2B&space=+&space=%20&percent=%25&utf8=%C3%A9%F0%9F%98%80&e%3D=%3D%23%3F&__proto__=p&constructor=c&Key=1&key%5B%5D=2&access_token%5B%5D=3';
    const { json } = await call(`${project}/x?${query}`);

    const sent = new URLSearchParams(query);
    const received = new URL(json.url, 'http://backend').searchParams;
    expect(new Set(received.keys())).toEqual(new Set(sent.keys()));
    for (const name of sent.keys()) expect([name, ...received.getAll(name)]).toEqual([name, ...sent.getAll(name)]);
  });
});

describe('what the two ways do not share', () => {
  test('API Gateway drops Content-Encoding of requests that go straight; the function passes it on', async () => {
    const request = { method: 'POST', headers: { 'Content-Encoding': 'gzip' }, body: gzipSync('x') };
    const encodings = async (way: typeof straight) =>
      valuesOf('content-encoding', (await way.call(`${way.project}/x`, request)).json.rawHeaders);

    expect(await encodings(straight)).toEqual([]);
    expect(await encodings(forwarded)).toEqual(['gzip']);
  });

  test('the function ends what Connection names in an answer, and Proxy-Authorization of a request', async () => {
    const named = answering('HTTP/1.1 200 OK\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nX-End: 1\r\n\r\n');

    const answer = await forwarded.call('/ledger/x', { headers: named });
    const { json } = await forwarded.call('/ledger/x', { headers: { 'Proxy-Authorization': 'Basic eA==' } });

    expect(answer.headers['x-end']).toBe('1');
    expect(answer.headers).not.toHaveProperty('x-hop');
    expect(valuesOf('proxy-authorization', json.rawHeaders)).toEqual([]);
  });

  test('4.5 MB go through the function, more is 413; straight to the backend go 10 MB', async () => {
    const post = (way: typeof straight, size: number) =>
      way.call(`${way.project}/bytes`, { method: 'POST', body: Buffer.alloc(size) });

    expect((await post(forwarded, 4_700_000)).status).toBe(200);
    expect(await post(forwarded, 4_720_000)).toMatchObject({ status: 413, json: { message: 'Request Too Long' } });
    expect((await post(straight, 10_485_760)).status).toBe(200);
    expect((await post(straight, 10_485_761)).status).toBe(413);
  });

  test.each(['q=%FF', 'q=a%C3', '%FF=q'])(
    'the function refuses a query string that is not UTF-8: %s',
    async (query) => {
      expect(await forwarded.call(`/ledger/x?${query}`)).toMatchObject({
        status: 400,
        json: { error: 'bad_request', error_description: 'The query string holds escapes that are not UTF-8.' },
      });
    },
  );
});

describe('a token in the query string', () => {
  test.each([
    ['twice', () => `key=${token}&key=${token}`],
    ['twice, once under another spelling', () => `%6bey=${token}&key=${token}`],
    ['as one of a list', () => `key[]=${token}`],
    ['in another case', () => `Key=${token}`],
    ['under a name that is escaped twice', () => `%256bey=${token}`],
    ['under the name of another project', () => `access_token=${token}`],
    ['behind a semicolon', () => `a=b;key=${token}`],
  ])('%s is none', async (_, query) => {
    expect((await callGateway(`/ledger/x?${query()}`)).status).toBe(401);
  });

  test('is taken and taken out under every spelling of its name', async () => {
    const { json } = await callGateway(`/ledger/x?a=1&k%65y=${token}&b=2`);

    expect(json.url).toBe('/ledger/x?a=1&b=2');
  });

  test.each([
    [
      '200 OK',
      'Cache-Control: public, max-age=60, s-maxage=9, must-revalidate',
      'private, max-age=60, must-revalidate',
    ],
    ['200 OK', 'Cache-Control: public\r\ncache-control: no-transform', 'private, no-transform'],
    ['404 Not Found', 'X-A: 1', 'private'],
    ['500 Oops', 'Cache-Control: PUBLIC', 'private'],
    ['301 Moved', 'Location: /x', 'private'],
  ])('makes an answer %s with %j the caller’s own (RFC 6750 §2.3)', async (status, field, cacheControl) => {
    const headers = answering(`HTTP/1.1 ${status}\r\n${field}\r\nContent-Length: 0\r\n\r\n`);

    expect((await forwarded.call('/ledger/x', { headers })).headers['cache-control']).toBe(cacheControl);
    expect((await callGateway('/ledger/x', token, { headers })).headers['cache-control']).not.toBe(cacheControl);
  });
});

describe('a request line or header that is none', () => {
  test.each([
    ['an absolute target', 'GET http://169.254.169.254/latest HTTP/1.1\r\nHost: HOST', '400'],
    ['an absolute target and its host', 'GET http://169.254.169.254/ HTTP/1.1\r\nHost: 169.254.169.254', '421'],
    ['an absolute target of our own', 'GET http://HOST/alpha/ledger/x HTTP/1.1\r\nHost: HOST', '400'],
    ['a foreign host', 'GET /alpha/ledger/x HTTP/1.1\r\nHost: 169.254.169.254', '421'],
    ['an authority', 'CONNECT 169.254.169.254:80 HTTP/1.1\r\nHost: HOST', ''],
    ['no slash', 'GET alpha/ledger/x HTTP/1.1\r\nHost: HOST', '400'],
    ['a space after a name', 'GET /alpha/ledger/x HTTP/1.1\r\nHost: HOST\r\ntollgate : client="root"', '400'],
    ['a space before a name', 'GET /alpha/ledger/x HTTP/1.1\r\nHost: HOST\r\n tollgate: client="root"', '400'],
    ['a bare CR', 'GET /alpha/ledger/x HTTP/1.1\r\nHost: HOST\r\nX-A: a\rtollgate: client="root"', '400'],
    ['a bare LF', 'GET /alpha/ledger/x HTTP/1.1\r\nHost: HOST\r\nX-A: a\ntollgate: client="root"', '400'],
  ])('with %s reaches no project', async (_, head, status) => {
    const received = await exchange(`${head}\r\nConnection: close\r\n\r\n`);

    expect(/^HTTP\/1\.1 (\d+)/.exec(received)?.[1] ?? '').toBe(status);
  });
});
