import net from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { listenGateway } from '#local/gateway/listen-gateway.ts';
import { PortTakenError } from '#local/gateway/port-taken-error.ts';
import { exchange, exchangeAndHangUp, send, startBackend, startGateway, stopAll } from './running-gateway.ts';
import { httpProxy, lambda, template } from './template-fixture.ts';

afterEach(stopAll);

async function echoGateway() {
  const gateway = await startGateway(template({ 'ANY /{proxy+}': lambda() }), {
    backend: ({ body }) => ({ body: body ?? '' }),
  });
  return { ...gateway, port: gateway.listener.port };
}

test('a listener answers 503 until it has an API, binds loopback alone, and stops', async () => {
  const listener = await listenGateway(0);

  const before = await send(listener.port, '/dev/x');
  await listener.stop();

  expect(listener.origin).toBe(`http://127.0.0.1:${listener.port}`);
  expect(before).toMatchObject({ status: 503, text: '{"message":"Service Unavailable"}' });
  await expect(send(listener.port, '/dev/x')).rejects.toThrow('ECONNREFUSED');
});

test('a taken port is told by its number', async () => {
  const { port } = await echoGateway();

  const attempt = listenGateway(port);

  await expect(attempt).rejects.toThrow(PortTakenError);
  await expect(attempt).rejects.toMatchObject({ port, name: 'PortTakenError' });
});

test('stopping does not wait for idle connections', async () => {
  const listener = await listenGateway(0);
  const kept = exchange(listener.port, `GET / HTTP/1.1\r\nHost: 127.0.0.1:${listener.port}\r\n\r\n`);
  await new Promise((resolve) => setTimeout(resolve, 50));

  const started = performance.now();
  await listener.stop();

  expect(performance.now() - started).toBeLessThan(500);
  expect(await kept).toContain('503');
});

test('a second API takes the place of the first', async () => {
  const first = await echoGateway();
  const second = await startGateway(template({ 'GET /second': lambda() }), { backend: () => ({ body: 'second' }) });
  first.listener.serve({
    apiId: 'x',
    logicalId: 'X',
    stageNames: ['dev'],
    handle: async () => ({ status: 200, headers: [], body: Buffer.from('replaced') }),
  });

  expect((await first.send('/dev/second')).text).toBe('replaced');
  expect((await second.send('/dev/second')).text).toBe('second');
});

test.each([
  ['127.0.0.1:PORT', 200],
  ['localhost:PORT', 200],
  ['LOCALHOST:PORT', 200],
  ['[::1]:PORT', 200],
  ['127.0.0.1', 421],
  ['127.0.0.1:1', 421],
  ['attacker.example', 421],
  ['attacker.example:PORT', 421],
  ['localhost.attacker.example:PORT', 421],
  ['127.0.0.1:PORT.attacker.example', 421],
  ['', 421],
])('the Host %s is answered %i', async (host, status) => {
  const gateway = await echoGateway();

  const answer = await gateway.send('/dev/x', { host: host.replace('PORT', String(gateway.port)) });

  expect(answer.status).toBe(status);
  expect(gateway.calls).toHaveLength(status === 200 ? 1 : 0);
});

test.each([
  ['not HTTP at all', 'hello\r\n\r\n', '400'],
  ['no Host', 'GET /dev/x HTTP/1.1\r\nConnection: close\r\n\r\n', '400'],
  ['two Hosts', 'GET /dev/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nHost: evil\r\nConnection: close\r\n\r\n', '4'],
  ['no Host in HTTP/1.0', 'GET /dev/x HTTP/1.0\r\n\r\n', '421'],
  ['an absolute target', 'GET http://evil/dev/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n\r\n', '400'],
  [
    'two lengths',
    'POST /dev/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    '400',
  ],
  [
    'a length and chunks',
    'POST /dev/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    '400',
  ],
  ['a broken chunk', 'POST /dev/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', '400'],
  ['a huge head', `GET /dev/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nX-A: ${'a'.repeat(80_000)}\r\n\r\n`, '431'],
  ['control characters in a header', 'GET /dev/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nX-A: a\u0000b\r\n\r\n', '400'],
])('a request with %s is refused, and the next one is answered', async (_, text, status) => {
  const gateway = await echoGateway();

  const received = await exchange(gateway.port, text.replaceAll('PORT', String(gateway.port)));

  expect(received).toMatch(new RegExp(`^HTTP/1\\.1 ${status}`));
  expect(gateway.calls).toEqual([]);
  expect((await gateway.send('/dev/x')).status).toBe(200);
});

test('a client that breaks off in the middle of a body does no harm', async () => {
  const gateway = await echoGateway();

  const socket = exchange(
    gateway.port,
    `POST /dev/x HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nContent-Length: 100\r\n\r\nabc`,
  );
  await new Promise((resolve) => setTimeout(resolve, 30));
  await gateway.listener.stop();

  expect(await socket).toBe('');
  expect(gateway.calls).toEqual([]);
});

test('headers may have 20,480 bytes together, a URL 10,240', async () => {
  const gateway = await echoGateway();

  const fits = await gateway.send('/dev/x', { headers: ['X-A', 'a'.repeat(20_000)] });
  const tooMuch = await gateway.send('/dev/x', { headers: ['X-A', 'a'.repeat(20_480)] });
  const long = await gateway.send(`/dev/${'a'.repeat(10_235)}`);
  const tooLong = await gateway.send(`/dev/${'a'.repeat(10_236)}`);

  expect([fits.status, tooMuch.status, long.status, tooLong.status]).toEqual([200, 431, 200, 414]);
  expect(tooMuch.json).toEqual({ message: 'Request Header Fields Too Large' });
});

const TOO_LONG = 'HTTP content length exceeded 10485760 bytes.';

test('a body may have 10 MB; a client that sends more hears so, and its connection ends', async () => {
  const backend = await startBackend((_, response) => response.end('taken'));
  const gateway = await startGateway(template({ 'ANY /{proxy+}': httpProxy(backend.origin) }));

  const fits = await gateway.send('/dev/x', { method: 'POST', body: Buffer.alloc(10_485_760, 'a') });
  const tooLarge = await gateway.send('/dev/x', { method: 'POST', body: Buffer.alloc(10_485_761, 'a') });

  expect(fits).toMatchObject({ status: 200, text: 'taken' });
  expect(backend.seen).toHaveLength(1);
  expect(tooLarge).toMatchObject({ status: 413, text: TOO_LONG });
  expect(tooLarge.headers).toMatchObject({ 'content-type': 'text; charset=utf-8', connection: 'close' });
  expect(gateway.log.at(-1)).toMatchObject({ status: 413, reason: 'REQUEST_TOO_LARGE' });
});

test('a client that sends all of its body before it listens hears that it is too large', async () => {
  const gateway = await echoGateway();
  const head = `POST /dev/x HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nContent-Length: 20000000\r\n\r\n`;
  const socket = net.connect(gateway.port, '127.0.0.1').setEncoding('latin1').pause();

  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.write(head + 'a'.repeat(20_000_000), () => resolve());
  });
  let received = '';
  for await (const text of socket) received += text;

  expect(received).toMatch(/^HTTP\/1\.1 413/);
});

test.each([
  ['a stated length', 'Content-Length: 10485761\r\n\r\nabc'],
  ['a stated length, asked first', 'Expect: 100-continue\r\nContent-Length: 10485761\r\n\r\n'],
])('%s beyond 10 MB is answered before the body comes, and once', async (_, rest) => {
  const gateway = await echoGateway();

  const received = await exchangeAndHangUp(
    gateway.port,
    `POST /dev/x HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\n${rest}`,
    TOO_LONG,
  );

  expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413']);
  expect(gateway.calls).toEqual([]);
});

test('chunks beyond 10 MB are not waited for to their end', async () => {
  const gateway = await echoGateway();
  const head = `POST /dev/x HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nTransfer-Encoding: chunked\r\n\r\n`;

  const received = await exchangeAndHangUp(gateway.port, `${head}a00001\r\n${'a'.repeat(10_485_761)}`, TOO_LONG);

  expect(received).toMatch(/^HTTP\/1\.1 413/);
  expect(gateway.calls).toEqual([]);
});

test('a body may come in chunks, after 100 Continue, and several requests on one connection', async () => {
  const gateway = await echoGateway();
  const host = `Host: 127.0.0.1:${gateway.port}`;

  const received = await exchange(
    gateway.port,
    `POST /dev/x HTTP/1.1\r\n${host}\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n` +
      `POST /dev/x HTTP/1.1\r\n${host}\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nfg` +
      `POST /dev/x HTTP/1.1\r\n${host}\r\nContent-Length: 2\r\nTrailer: X-T\r\nConnection: close\r\n\r\nhi`,
  );

  expect(received).toContain('100 Continue');
  expect(gateway.eventsOf('backend').map((event) => event.body)).toEqual(['abcde', 'fg', 'hi']);
  expect(gateway.eventsOf('backend')[2].headers).not.toHaveProperty('Trailer');
  for (const name of ['Expect', 'Transfer-Encoding', 'Content-Length'])
    expect(gateway.eventsOf('backend')[1].headers).not.toHaveProperty(name);
});

test('stopping lets a request under way finish', async () => {
  const gateway = await startGateway(template({ 'GET /slow': lambda() }), {
    backend: () => new Promise((resolve) => setTimeout(() => resolve({ body: 'done' }), 150)),
  });

  const answer = gateway.send('/dev/slow');
  await new Promise((resolve) => setTimeout(resolve, 50));
  await gateway.listener.stop();

  expect((await answer).text).toBe('done');
});

test('whatever bytes come, the gateway answers or hangs up, and serves on', async () => {
  const gateway = await echoGateway();
  const piece = fc.constantFrom(
    'GET ',
    'POST ',
    '/dev/x',
    '//',
    '%',
    '?a=%',
    ' HTTP/1.1',
    '\r\n',
    '\n',
    ':',
    'Host: 127.0.0.1:PORT',
    'Content-Length: 3',
    'Transfer-Encoding: chunked',
    'Expect: 100-continue',
    'Upgrade: x',
    'Connection: upgrade',
    'Authorization: AWS4-HMAC-SHA256 Credential=',
    '\u0000',
    'é',
    'abc',
  );

  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 14 }), async (pieces) => {
      await exchange(
        gateway.port,
        `${pieces.join('').replaceAll('PORT', String(gateway.port))}\r\nConnection: close\r\n\r\n`,
        20,
      );
    }),
    { numRuns: 100 },
  );

  expect((await gateway.send('/dev/x')).status).toBe(200);
});
