import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { EXIT_CODES } from '#cli/exit-codes.ts';
import { problem } from '#core/registry/problem.ts';
import { type CliOptions, cliUnderTest } from '../support/tollgate-cli.ts';
import { aJsonWorld } from './json-output/json-world.ts';

type Row = readonly [code: number, when: string, args: readonly string[], options?: CliOptions];

const KEY = `tgk_${'a'.repeat(22)}`;
const SECRET = `tgs_${'b'.repeat(43)}_cccccc`;
const SESSION_TOKEN = 'FwoGZXIvYXdzEXAMPLE';
const withSecret = { stdin: SECRET };

/** The target cannot be told, for a reason that nobody has thought of. */
const failingWith = (error: Error): CliOptions => ({
  target: {
    get gatewayUrl(): string {
      throw error;
    },
  },
});
const named = (name: string) => Object.assign(new Error('details'), { name });
const registryAnswers = (status: number, body: unknown): CliOptions => ({
  registryFetch: async () => Response.json(body, { status }),
});
const gatewayAnswers = (status: number, body: unknown = {}): CliOptions => ({
  ...withSecret,
  fetch: async (input) =>
    String(input).endsWith('/AccessToken')
      ? Response.json({ access_token: 'a-token', token_type: 'Bearer' })
      : Response.json(body, { status }),
});
const tokenEndpointAnswers = (status: number, error: string): CliOptions => ({
  ...withSecret,
  fetch: async () => Response.json({ error }, { status }),
});
const unreachable = () => Promise.reject(new TypeError('fetch failed'));
/** The answer begins, and then the connection is gone. */
const brokenOff: typeof fetch = async (input) =>
  String(input).endsWith('/AccessToken')
    ? Response.json({ access_token: 'a-token', token_type: 'Bearer' })
    : new Response(new ReadableStream({ pull: (controller) => controller.error(new TypeError('terminated')) }));

const list = ['products', 'list'];
const getToken = ['tokens', 'get', KEY, '--secret-stdin'];
const call = ['call', '/orders', '--consumer-key', KEY, '--secret-stdin'];
const unavailable = problem('unavailable');
const internal = problem('internal_error');

const ROWS: readonly Row[] = [
  [0, 'there is nothing to do', ['clients', 'enable', 'acme']],
  [0, 'help is asked for', ['products', 'create', '--help']],
  [0, 'it is a dry run of what would be refused', ['clients', 'delete', 'acme', '--dry-run']],
  [0, 'the API answers', call, gatewayAnswers(200)],

  [1, 'something goes wrong inside', call, failingWith(new Error('boom'))],
  [1, 'the registry has a fault', list, registryAnswers(internal.status, internal)],
  [1, 'the answer is not of the contract', list, registryAnswers(200, { products: [] })],
  [1, 'the API has a fault', call, gatewayAnswers(500)],
  [1, 'a check fails', ['doctor'], { fetch: unreachable }],
  [
    1,
    'a token would be denied',
    ['tokens', 'inspect', '--offline'],
    { stdin: 'none', fetch: async () => Response.json({ keys: [] }) },
  ],

  [2, 'there is no such command', ['prodcts', 'list']],
  [2, 'there is no such option', ['products', 'list', '--colour', 'red']],
  [2, 'there is no such format', ['products', 'list', '--output', 'xml']],
  [2, 'an argument is missing', ['products', 'show']],
  [2, 'a noun stands alone', ['products']],
  [2, 'a value is wrong by the registry', ['clients', 'create', 'bolt', '--email', 'nowhere']],
  [2, 'nobody can be asked', ['clients', 'disable', 'acme']],
  [2, 'nobody may be asked', ['clients', 'disable', 'acme', '--no-input'], { answers: [true] }],
  [2, 'the file of apply is not understood', ['apply', '-f', '-'], { stdin: 'things: []' }],
  [2, 'the file of apply cannot be read', ['apply', '-f', '/nowhere/registry.yaml']],
  [2, 'the file of a secret cannot be read', ['tokens', 'get', KEY, '--secret-file', '/nowhere/secret']],
  [2, 'the file of a token cannot be read', ['tokens', 'inspect', '--token-file', '/nowhere/token']],
  [2, 'the file of a body cannot be read', [...call, '--body-file', '/nowhere/body'], withSecret],
  [2, 'the scope is not one of the product', getToken, tokenEndpointAnswers(400, 'invalid_scope')],
  [2, 'no region is configured', call, failingWith(named('NoAwsRegionError'))],

  [3, 'there is no such product', ['products', 'show', 'gone']],
  [3, 'there is no such client to change', ['clients', 'update', 'gone', '--name', 'X']],
  [3, 'there is no such client to delete', ['clients', 'delete', 'gone', '--yes']],
  [3, 'there is no such subscription', ['subscriptions', 'show', KEY]],
  [3, 'there is no such project', ['projects', 'show', 'gone']],
  [3, 'the API has no such thing', call, gatewayAnswers(404)],

  [4, 'the registry refuses the principal', list, registryAnswers(403, { message: 'Forbidden' })],
  [4, 'the token endpoint refuses the secret', getToken, tokenEndpointAnswers(401, 'invalid_client')],
  [4, 'the API refuses the token', call, gatewayAnswers(403)],
  [4, 'there are no AWS credentials', call, failingWith(named('CredentialsProviderError'))],

  [5, 'it exists already', ['clients', 'create', 'acme', '--email', 'other@acme.example']],
  [5, 'it is in use, and nobody can be asked', ['products', 'delete', 'starter']],
  [5, 'it is in use, and --yes says no name', ['products', 'delete', 'starter', '--yes']],
  [5, 'the API says conflict', call, gatewayAnswers(409)],

  [6, 'the registry is unavailable', list, registryAnswers(unavailable.status, unavailable)],
  [6, 'the registry is busy', list, registryAnswers(429, { message: 'Too Many Requests' })],
  [6, 'the registry cannot be reached', list, { registryFetch: unreachable }],
  [6, 'the token endpoint is busy', getToken, tokenEndpointAnswers(503, '')],
  [6, 'the token endpoint cannot be reached', getToken, { ...withSecret, fetch: unreachable }],
  [6, 'the published keys cannot be reached', ['tokens', 'inspect'], { stdin: 'none', fetch: unreachable }],
  [6, 'the API is unavailable', call, gatewayAnswers(503)],
  [6, 'the answer of the API breaks off', call, { ...withSecret, fetch: brokenOff }],

  [130, 'the answer is no', ['clients', 'disable', 'acme'], { answers: [false] }],
  [130, 'the name that is typed is another', ['products', 'delete', 'starter'], { answers: ['start'] }],
];

describe('exit code', () => {
  test('of every meaning is provoked', () => {
    expect([...new Set(ROWS.map(([code]) => code))]).toEqual(Object.values(EXIT_CODES));
  });

  test.each(ROWS.map(([code, when, args, options = {}]) => [code, when, args, options] as const))(
    '%i: %s',
    async (code, _, args, options) => {
      const { tollgate } = await aJsonWorld();

      const { exitCode, stdout, stderr } = await tollgate(args, options);

      expect(exitCode).toBe(code);
      expect(stdout + stderr).not.toContain(SECRET);
      expect(stderr).not.toMatch(/^ +at /m);
    },
  );

  test('5: a subscription has two secrets already, or is revoked for good', async () => {
    const { tollgate, consumerKey } = await aJsonWorld();
    const codeOf = async (...args: string[]) => (await tollgate([...args, consumerKey])).exitCode;

    expect(await codeOf('secrets', 'rotate')).toBe(0);
    expect(await codeOf('secrets', 'rotate')).toBe(5);
    expect(await codeOf('subscriptions', 'revoke', '--yes')).toBe(0);
    expect(await codeOf('subscriptions', 'resume')).toBe(5);
  });

  test('5: somebody else changes it between the reading and the writing', async () => {
    const { tollgate } = await aJsonWorld();
    const rename = (name: string) => tollgate(['products', 'update', 'starter', '--name', name]);

    const [first, second] = await Promise.all([rename('One'), rename('Two')]);

    expect([first.exitCode, second.exitCode].toSorted()).toEqual([0, 5]);
    expect(first.stderr + second.stderr).toContain('Somebody changed it meanwhile');
  });

  // Windows knows no SIGINT between processes.
  const onPosix = process.platform === 'win32' ? test.skip : test;
  onPosix(
    '130: Ctrl-C while the registry is waited for',
    async () => {
      const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
      const server = createServer(() => ask()).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      const args = ['products', 'list', '--aws', '--region', 'eu-west-1'];
      const child = spawn(
        process.execPath,
        [path.resolve('bin/tollgate.mjs'), ...args, '--registry-url', `http://127.0.0.1:${port}`],
        { env: { ...process.env, AWS_ACCESS_KEY_ID: 'AKIAFAKE', AWS_SECRET_ACCESS_KEY: 'fake' } },
      );
      const ended = once(child, 'exit');

      try {
        await Promise.race([asked, ended]);
        child.kill('SIGINT');

        expect(await ended).toEqual([130, null]);
      } finally {
        child.kill('SIGKILL');
        server.closeAllConnections();
        server.close();
      }
    },
    20_000,
  );
});

describe('an unexpected fault', () => {
  const held = `boom ${SECRET} eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ4In0.abc Basic dGdrOnRncw== ${SESSION_TOKEN} aws-secret`;
  const env = { AWS_SESSION_TOKEN: SESSION_TOKEN, AWS_SECRET_ACCESS_KEY: 'aws-secret' };
  const options = { ...failingWith(new Error(held, { cause: new TypeError(held) })), env };
  const { tollgate } = cliUnderTest();

  test('is told in two lines, without a trace and without secrets', async () => {
    const { exitCode, stdout, stderr } = await tollgate([...call, '--output', 'json'], options);

    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toBe(
      'Error: Something went wrong inside: boom [secret] [secret] Basic [secret] [secret] [secret]\n' +
        'Next: Run it again with --debug to see where.\n',
    );
  });

  test('is traced to its cause with --debug, without secrets', async () => {
    const { exitCode, stderr } = await tollgate([...call, '--debug'], options);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^Error: boom \[secret\].*\n +at /m);
    expect(stderr).toMatch(/^TypeError: boom \[secret\].*\n +at /m);
    expect(stderr).not.toMatch(/tgs_|eyJ|dGdr|FwoG|aws-secret/);
  });
});
