import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { redact } from '#cli/redact.ts';
import { canaries } from '../support/canaries.ts';
import { ecKeyPair } from '../support/client-assertions.ts';
import { type CliOptions, type CliResult, cliUnderTest } from '../support/tollgate-cli.ts';

const KEY = `tgk_${'a'.repeat(22)}`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tollgate-canaries-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A server that repeats all it was sent, in each place of an answer that is shown. */
function echo(status: number): typeof fetch {
  return async (input, { headers, body } = {}) => {
    const sent = [...new Headers(headers)].map((entry) => entry.join(': ')).join(' ');
    const text = `${String(input)} ${sent} ${String(body)}`;
    const credentials = new Headers(headers).get('authorization')?.split(' ')[1];
    const message = `'${credentials}' not a valid key=value pair (missing equal-sign) in Authorization header: ${text}`;
    const type = 'urn:tollgate:problem:conflict';
    const answer = { error: text, error_description: message, message, type, title: text, detail: text };
    return new Response(JSON.stringify({ ...answer, errors: [{ field: 'x', message: text }] }), { status });
  };
}

/** Breaks off with an error that quotes the request, as a cause does. */
const breakingOff: typeof fetch = async (input, { headers, body } = {}) => {
  throw new TypeError('fetch failed', {
    cause: new Error(JSON.stringify([input, [...new Headers(headers)], String(body)])),
  });
};

const servers: readonly (readonly [string, typeof fetch])[] = [
  ['refuses with 400 and repeats the request', echo(400)],
  ['refuses with 403 and repeats the request', echo(403)],
  ['fails with 500 and repeats the request', echo(500)],
  ['answers 200 with something else that repeats the request', echo(200)],
  ['breaks off', breakingOff],
  ['answers no JSON', async (_, { body } = {}) => new Response(`<${String(body)}`)],
];

describe.each(servers)('a secret is in no output when the server %s', (_, server) => {
  test.each(['file', 'stdin', 'environment'])('and it came by the %s', async (way) => {
    const secrets = canaries();
    const secret = secrets.plant('Secret');
    const file = path.join(folder, `${secret.slice(-8)}.secret`);
    writeFileSync(file, `${secret}\n`);
    const flags = { file: ['--secret-file', file], stdin: ['--secret-stdin'], environment: [] }[way] ?? [];
    const env = way === 'environment' ? { TOLLGATE_CONSUMER_SECRET: secret } : {};

    const result = await tokensGet(flags, { env, stdin: secret, fetch: server });

    expect(result.exitCode).not.toBe(0);
    expect(secrets.foundIn(result.stdout + result.stderr)).toEqual([]);
  });

  test('and it is a private key, or an assertion that is signed with it', async () => {
    const secrets = canaries();
    const { privateKey } = ecKeyPair();
    const { d = '', ...jwk } = privateKey.export({ format: 'jwk' });
    secrets.add(d);
    const file = path.join(folder, `${d.slice(0, 8)}.jwk`);
    writeFileSync(file, JSON.stringify({ ...jwk, d }));

    const { exitCode, stdout, stderr } = await tokensGet(['--private-key', file], { fetch: server });

    expect(exitCode).not.toBe(0);
    expect(secrets.foundIn(stdout + stderr)).toEqual([]);
    expect(stdout + stderr).not.toMatch(/eyJ[\w-]+\.[\w-]+\.[\w-]+/);
  });

  function tokensGet(flags: readonly string[], options: CliOptions): Promise<CliResult> {
    return cliUnderTest().tollgate(['tokens', 'get', KEY, ...flags, '--debug'], options);
  }
});

test('a secret in a private key that cannot be read is in no output', async () => {
  const secrets = canaries();
  const { tollgate } = cliUnderTest();
  const bodies = [`{"kty":"EC","d":"${secrets.plant('Jwk')}"}`, `{"d": ${secrets.plant('Json')}`, secrets.plant('Pem')];

  for (const [index, body] of bodies.entries()) {
    const file = path.join(folder, `broken-${index}.key`);
    writeFileSync(file, body);
    const { exitCode, stdout, stderr } = await tollgate(['tokens', 'get', KEY, '--private-key', file, '--debug']);

    expect(exitCode).toBe(2);
    expect(secrets.foundIn(stdout + stderr)).toEqual([]);
  }
});

test('the session of an operator is in no output when the registry repeats the request, or breaks off', async () => {
  const secrets = canaries();
  const { tollgate } = cliUnderTest();
  const session = secrets.plant('Session');
  const signature = `AWS4-HMAC-SHA256 Credential=AKIA/x, SignedHeaders=host, Signature=${'0a'.repeat(32)}`;
  const sign = async ({ headers }: { headers: object }) => ({
    ...headers,
    authorization: signature,
    'x-amz-security-token': session,
  });

  for (const [, server] of servers) {
    const signing: typeof fetch = async (input, init) =>
      server(input, { ...init, headers: await sign({ headers: {} }) });
    const { stdout, stderr } = await tollgate(['products', 'list', '--debug'], { registryFetch: signing });

    expect(secrets.foundIn(stdout + stderr)).toEqual([]);
    expect(stdout + stderr).not.toContain('0a'.repeat(32));
  }
});

test('a secret that stands where none belongs is in no output', async () => {
  const { tollgate } = cliUnderTest();
  const secret = `tgs_${'b'.repeat(43)}_abcdef`;

  for (const args of [
    [secret],
    ['tokens', secret],
    ['tokens', 'get', secret],
    ['tokens', 'get', KEY, secret],
    ['tokens', 'get', KEY, `--secret=${secret}`],
    ['tokens', 'get', KEY, '--secret-file', secret],
    ['tokens', 'get', KEY, '--private-key', secret],
    ['tokens', 'inspect', '--token-file', secret],
    ['clients', 'show', secret],
    ['subscriptions', 'show', secret],
    ['products', 'list', '--limit', secret],
    ['call', '/orders', '-H', secret],
    ['products', 'list', '--output', secret],
  ]) {
    const { exitCode, stdout, stderr } = await tollgate([...args, '--debug']);

    expect({ args, exitCode, told: (stdout + stderr).includes('bbbbbbbb') }).toEqual({
      args,
      exitCode: expect.any(Number),
      told: false,
    });
    expect(exitCode).not.toBe(0);
  }
});

test.each([
  [`'dGdrOnRncw==' not a valid key=value pair in Authorization header: 'basic dGdrOnRncw=='.`, 'dGdrOnRncw'],
  ['The Canonical String was host:x\nx-amz-security-token:IQoJb3Jp/Z2lu=\n', 'IQoJb3Jp'],
  ['"authorization":"abcdef"', 'abcdef'],
  ['fetch of https://user:pass@example.com/x failed', 'pass'],
])('%j is shown without what is secret in it', (text, secret) => {
  expect(redact(text)).not.toContain(secret);
  expect(redact(text)).toContain('[secret]');
});
