import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { readGatewayStack } from '#adapters/http/gateway-stack-outputs.ts';
import { resolveTarget, type TargetChoice, type TargetSources } from '#cli/target/resolve-target.ts';
import { findRunningHost } from '#cli/target/running-host.ts';
import type { Target } from '#cli/target/target.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tollgate-target-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const host: Target = {
  serverGroup: 'development',
  account: 'local',
  region: 'us-east-1',
  registryUrl: 'http://127.0.0.1:3001/development',
  sign: async ({ headers }) => headers,
};

function resolve(choice: Partial<TargetChoice>, sources: Partial<TargetSources> = {}) {
  return resolveTarget(
    { serverGroup: undefined, aws: false, region: undefined, registryUrl: undefined, ...choice },
    {
      runningHost: () => host,
      env: {},
      notice: () => undefined,
      awsAccess: async (region = 'eu-west-1') => ({
        region,
        credentials: async () => ({ accessKeyId: 'a', secretAccessKey: 'b' }),
      }),
      gatewayStack: async (serverGroup) =>
        serverGroup === 'gone'
          ? undefined
          : {
              account: '111122223333',
              outputs: {
                RegistryUrl: `https://registry.example/${serverGroup}`,
                GatewayUrl: 'https://gateway.example',
              },
            },
      ...sources,
    },
  );
}

/** What is said while a target is found. */
async function noticesOf(choice: Partial<TargetChoice>, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const notices: string[] = [];
  await resolve(choice, { env, notice: (line) => void notices.push(line) });
  return notices;
}

describe('the target', () => {
  test.each([
    ['the running host when nothing is named', {}, host.registryUrl],
    ['the running host by its name', { serverGroup: 'development' }, host.registryUrl],
    ['a deployed group by another name', { serverGroup: 'production' }, 'https://registry.example/production'],
    [
      'the deployed group with --aws',
      { serverGroup: 'development', aws: true },
      'https://registry.example/development',
    ],
    ['a URL', { registryUrl: 'https://own.example/stage/' }, 'https://own.example/stage'],
    ['the running host by its URL', { registryUrl: `${host.registryUrl}/` }, host.registryUrl],
  ])('is %s', async (_, choice, registryUrl) => {
    expect(await resolve(choice)).toMatchObject({ registryUrl });
  });

  test('knows account and region of a deployed group', async () => {
    expect(await resolve({ serverGroup: 'production', region: 'eu-north-1' })).toMatchObject({
      account: '111122223333',
      region: 'eu-north-1',
      gatewayUrl: 'https://gateway.example',
    });
  });

  test.each(['AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_ENDPOINT_URL'])(
    'is said to be the running host where its name is given and %s is set',
    async (variable) => {
      const notices = await noticesOf({ serverGroup: 'development' }, { [variable]: 'something' });

      expect(notices).toEqual([
        'Using the embedded host of "development" on this machine; --aws for the deployed one.',
      ]);
    },
  );

  test.each([
    ['nothing in the environment speaks of AWS', { serverGroup: 'development' }, {}],
    ['a variable is empty', { serverGroup: 'development' }, { AWS_PROFILE: '' }],
    ['no name is given', {}, { AWS_PROFILE: 'work' }],
    ['another server group is meant', { serverGroup: 'production' }, { AWS_PROFILE: 'work' }],
    ['it is the deployed one', { serverGroup: 'development', aws: true }, { AWS_PROFILE: 'work' }],
  ])('is taken without a word where %s', async (_, choice, env) => {
    expect(await noticesOf(choice, env)).toEqual([]);
  });

  describe('of a deployed group', () => {
    const failing = (thrown: unknown) =>
      resolve({ serverGroup: 'production', region: 'eu-north-1' }, { gatewayStack: () => Promise.reject(thrown) });
    afterEach(() => {
      delete process.env.AWS_ENDPOINT_URL_CLOUDFORMATION;
    });
    const coded = (code: string, message: string) => Object.assign(new Error(message), { code });

    test.each([
      [
        coded('ENOTFOUND', 'getaddrinfo ENOTFOUND cloudformation.eu-north-1.amazonaws.com'),
        'getaddrinfo ENOTFOUND cloudformation.eu-north-1.amazonaws.com',
      ],
      [coded('EAI_AGAIN', 'getaddrinfo EAI_AGAIN somewhere'), 'getaddrinfo EAI_AGAIN somewhere'],
      [Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
      [Object.assign(new Error('Request did not complete'), { name: 'TimeoutError' }), 'Request did not complete'],
    ])('says that AWS cannot be reached: %s', async (thrown, why) => {
      await expect(failing(thrown)).rejects.toMatchObject({
        message: `AWS cannot be reached in eu-north-1: ${why}.`,
        next: 'Is the region right, and the network there?',
        exitCode: 6,
      });
    });

    test('says so of a connection that the SDK really could not make', async () => {
      const nobodyListens = 'http://127.0.0.1:1';
      process.env.AWS_ENDPOINT_URL_CLOUDFORMATION = nobodyListens;

      const found = resolve({ serverGroup: 'production' }, { gatewayStack: readGatewayStack });

      await expect(found).rejects.toMatchObject({
        message: expect.stringMatching(/^AWS cannot be reached in eu-west-1: .*connect ECONNREFUSED 127\.0\.0\.1:1\.$/),
      });
    });

    const missing = (sources: Partial<TargetSources>) => resolve({ serverGroup: 'gone' }, sources);
    const accessOf = (accountId: string) => async () => ({
      region: 'eu-west-1',
      credentials: async () => ({ accessKeyId: 'a', secretAccessKey: 'b', accountId }),
    });

    test.each([
      [
        'the account that the credentials name',
        { awsAccess: accessOf('444455556666'), runningHost: () => undefined },
        /^There is no server group "gone" in eu-west-1 of account 444455556666: the stack \S+ is not there\.$/,
      ],
      [
        'no account where they name none',
        { runningHost: () => undefined },
        /^There is no server group "gone" in eu-west-1: the stack \S+ is not there\.$/,
      ],
      ['the embedded host that runs', {}, /is not there\. The embedded host that runs here is "development"\.$/],
    ])('that is not there says where it was looked for: %s', async (_, sources, message) => {
      await expect(missing(sources)).rejects.toMatchObject({ message: expect.stringMatching(message), exitCode: 3 });
    });

    test('passes on what AWS answers', async () => {
      const answered = Object.assign(new Error('no'), { name: 'AccessDenied', $metadata: {} });

      await expect(failing(answered)).rejects.toBe(answered);
    });
  });

  test.each([
    ['no host and no name', {}, 2],
    ['--aws without a name', { aws: true }, 2],
    ['a name that is none', { serverGroup: 'a/b' }, 2],
    ['a group that is not deployed', { serverGroup: 'gone' }, 3],
    ['a URL in the open', { registryUrl: 'http://registry.example/x' }, 2],
    ['a URL that is none', { registryUrl: 'registry' }, 2],
  ])('is refused: %s', async (_, choice, exitCode) => {
    const none = resolveTarget(
      { serverGroup: undefined, aws: false, region: undefined, registryUrl: undefined, ...choice },
      {
        runningHost: () => undefined,
        awsAccess: async () => ({
          region: 'eu-west-1',
          credentials: async () => ({ accessKeyId: 'a', secretAccessKey: 'b' }),
        }),
        gatewayStack: async () => undefined,
        env: {},
        notice: () => undefined,
      },
    );

    await expect(none).rejects.toMatchObject({ name: 'CliError', exitCode });
  });
});

describe('the running host', () => {
  const file = path.join(folder, 'local.json');
  const local = {
    serverGroup: 'development',
    pid: process.pid,
    registryUrl: host.registryUrl,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b', region: 'us-east-1' },
  };

  test('is found by its file', () => {
    writeFileSync(file, JSON.stringify(local));

    expect(findRunningHost(folder)).toMatchObject({ serverGroup: 'development', registryUrl: host.registryUrl });
  });

  test.each([
    ['its process is gone', { pid: 2 ** 30 }],
    ['it has no registry', { registryUrl: undefined }],
    ['its file is damaged', { credentials: 7 }],
  ])('is none when %s', (_, fields) => {
    writeFileSync(file, JSON.stringify({ ...local, ...fields }));

    expect(findRunningHost(folder)).toBeUndefined();
  });
});
