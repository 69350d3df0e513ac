import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { callBackend } from '#adapters/http/call-backend.ts';
import type { BackendCall } from '#core/forwarding/forward-call.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

async function aBackend(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  cleanups.push(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function call(
  origin: string,
  fields: Partial<BackendCall> = {},
  { body = '', timeout = 2_000, answerSize = 1_000 } = {},
) {
  const base = { method: 'GET', url: `${origin}/base/x`, baseUrl: `${origin}/base`, headers: [], hadQueryToken: false };
  return callBackend({ ...base, ...fields }, Buffer.from(body), { timeout, answerSize });
}

const reason = (text: string) => ({ ok: false, failure: { reason: text } });

describe('calling a backend', () => {
  test('sends what it is given, byte for byte, and gives the answer so', async () => {
    const compressed = gzipSync('hello');
    const origin = await aBackend((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        response.writeHead(299, [
          'X-Seen',
          `${request.method} ${request.url} ${Buffer.concat(chunks)} ${request.headers['x-own']}`,
          'Set-Cookie',
          'a=b',
          'Set-Cookie',
          'c=d',
          'Content-Encoding',
          'gzip',
        ]);
        response.end(compressed);
      });
    });

    const outcome = await call(origin, { method: 'POST', headers: [['X-Own', 'x']] }, { body: 'body' });

    if (!outcome.ok) throw new Error(outcome.failure.reason);
    expect(outcome.value.status).toBe(299);
    expect(outcome.value.body).toEqual(compressed);
    expect(outcome.value.headers).toEqual(
      expect.arrayContaining([
        ['X-Seen', 'POST /base/x body x'],
        ['Set-Cookie', 'a=b'],
        ['Set-Cookie', 'c=d'],
      ]),
    );
  });

  test('adds no header of its own but Host and what framing needs', async () => {
    let names: string[] = [];
    const origin = await aBackend((request, response) => {
      names = request.rawHeaders.filter((_, index) => index % 2 === 0);
      response.end();
    });

    await call(origin, { headers: [['Accept', '*/*']] });

    expect(names).toEqual(['Host', 'Accept', 'Connection']);
  });

  test('passes redirects on and does not follow them', async () => {
    const origin = await aBackend((_, response) =>
      response.writeHead(302, { Location: 'http://169.254.169.254/' }).end(),
    );

    expect(await call(origin)).toMatchObject({ ok: true, value: { status: 302 } });
  });

  test('does not leave the target', async () => {
    const origin = 'http://127.0.0.1:9';

    for (const url of [
      `${origin}/other`,
      `${origin}/base/../other`,
      `${origin}/basement`,
      'http://127.0.0.1:10/base/x',
      'https://127.0.0.1:9/base/x',
    ]) {
      expect(await call(origin, { url })).toEqual(reason('target_left'));
    }
  });

  test('says so when nobody listens', async () => {
    expect(await call('http://127.0.0.1:9')).toEqual(reason('backend_unreachable'));
  });

  test('gives up when the answer takes too long to begin, or to end', async () => {
    const silent = await aBackend(() => {});
    const dripping = await aBackend((_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(timer));
    });

    expect(await call(silent, {}, { timeout: 80 })).toEqual(reason('backend_timeout'));
    expect(await call(dripping, {}, { timeout: 80 })).toEqual(reason('backend_timeout'));
  });

  test('takes no notice of a time of day that is set meanwhile', async () => {
    const origin = await aBackend((_, response) => setTimeout(() => response.end('x'), 50));
    const { now } = Date;
    cleanups.push(() => {
      Date.now = now;
    });
    let looks = 0;
    Date.now = () => {
      looks += 1;
      return now() + looks * 3_600_000;
    };

    expect(await call(origin)).toMatchObject({ ok: true });
  });

  test('gives up on an answer that is too large, broken off, or no HTTP', async () => {
    const large = await aBackend((_, response) => response.end('x'.repeat(1_001)));
    const broken = await aBackend((_, response) => {
      response.writeHead(200, { 'Content-Length': '10' });
      response.write('x');
      setTimeout(() => response.destroy(), 20);
    });
    const nonsense = await aBackend((request) => request.socket.end('hello\r\n\r\n'));

    expect(await call(large)).toEqual(reason('answer_too_large'));
    expect(await call(broken)).toEqual(reason('answer_malformed'));
    expect(await call(nonsense)).toEqual(reason('answer_malformed'));
  });

  test.each([
    ['breaks off in its headers', 'HTTP/1.1 200 OK\r\nX-A', 'answer_malformed'],
    ['breaks off in a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab', 'answer_malformed'],
    ['has a chunk that is none', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 'answer_malformed'],
    ['has two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', 'answer_malformed'],
    [
      'changes protocols',
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
      'answer_malformed',
    ],
    ['has 20 KB of headers', `HTTP/1.1 200 OK\r\n${`X-A: ${'a'.repeat(95)}\r\n`.repeat(200)}\r\n`, 'answer_too_large'],
  ])('tells an answer that %s from none', async (_, text, failed) => {
    let calls = 0;
    const origin = await aBackend((request) => {
      calls += 1;
      request.socket.end(text);
    });

    expect(await call(origin)).toEqual(reason(failed));
    expect(calls).toBe(1);
  });

  test('does not repeat a call whose answer is malformed on a kept connection', async () => {
    let calls = 0;
    const origin = await aBackend((request, response) => {
      calls += 1;
      if (calls === 1) response.end('x');
      else request.socket.end('hello\r\n\r\n');
    });

    expect(await call(origin)).toMatchObject({ ok: true });
    expect(await call(origin)).toEqual(reason('answer_malformed'));
    expect(calls).toBe(2);
  });

  test('sends a header that is beyond Latin-1 as UTF-8', async () => {
    let received = '';
    const origin = await aBackend((request, response) => {
      received = Buffer.from(String(request.headers['x-name']), 'latin1').toString('utf8');
      response.end();
    });

    expect(await call(origin, { headers: [['X-Name', 'Łódź']] })).toMatchObject({ ok: true });
    expect(received).toBe('Łódź');
  });

  test('repeats a call on a kept connection that turns out to be dead, unless that could do it twice', async () => {
    let calls = 0;
    const origin = await aBackend((request, response) => {
      calls += 1;
      if (calls % 2 === 0) request.socket.destroy();
      else response.end('x');
    });

    expect(await call(origin)).toMatchObject({ ok: true });
    expect(await call(origin)).toMatchObject({ ok: true });
    expect(calls).toBe(3);
    expect(await call(origin, { method: 'POST' })).toEqual(reason('backend_unreachable'));
    expect(calls).toBe(4);
  });
});
