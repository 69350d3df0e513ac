/** The host as a process, serving a small assembly that was written by hand. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, jest, test } from '@jest/globals';
import { killLaunched, launch, run } from './support/launch-host.ts';
import { writeSampleAssembly } from './support/sample-assembly.ts';
import { temporaryDirectory, writeAssembly } from './support/write-assembly.ts';

const assembly = writeSampleAssembly();
const serve = ['--assembly', assembly, '--port', '0'];
afterAll(killLaunched);
// Several processes start in one test, on machines that may be busy.
jest.setTimeout(30_000);

async function get(url: string, init: RequestInit = {}): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, init);
  return { status: response.status, body: await response.json() };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('it did not happen');
    await sleep(25);
  }
}

test('serves the template, says so in local.json, and takes that back when it stops', async () => {
  const data = path.join(temporaryDirectory(), 'data');
  const host = launch(data, serve);
  const info = await host.ready();

  expect(info).toEqual({
    serverGroup: 'development',
    pid: host.child.pid,
    gatewayUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/development$/),
    registryUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/development$/),
    tokenUrl: `${info.gatewayUrl}/AccessToken`,
    table: expect.stringMatching(/^Registry-Table-/),
    apis: { Api: info.gatewayUrl, RegistryApi: info.registryUrl },
    credentials: { accessKeyId: expect.any(String), secretAccessKey: expect.any(String), region: 'us-east-1' },
    demo: {
      clientId: 'demo',
      productId: 'demo',
      consumerKey: 'tgk_demo',
      consumerSecret: 'tgs_demo',
      headerUrl: `${info.gatewayUrl}/secure`,
      queryUrl: `${info.gatewayUrl}/items`,
      queryParameter: 'token',
    },
  });
  expect([data, path.join(data, 'local.json')].map((file) => statSync(file).mode & 0o777)).toEqual([0o700, 0o600]);

  const items = `${info.gatewayUrl}/items`;
  expect(await get(items, { method: 'PUT', body: 'a' })).toMatchObject({
    status: 200,
    body: { count: 1, issuer: info.gatewayUrl },
  });
  const secure = `${info.gatewayUrl}/secure?token=secret-token`;
  const good = { headers: { Authorization: 'Bearer good' } };
  expect(await get(secure, good)).toEqual({ status: 200, body: { hello: 'backend', path: '/' } });
  expect(await get(secure, good)).toMatchObject({ status: 200 });
  expect(await get(secure, { headers: { Authorization: 'Bearer bad' } })).toMatchObject({ status: 403 });
  expect(await get(`${info.registryUrl}/products`)).toMatchObject({ status: 403 });
  expect(readFileSync(path.join(data, 'logs', 'TriggeredFn.log'), 'utf8')).toContain('triggered');

  host.child.kill('SIGTERM');
  expect(await host.exited).toBe(0);
  expect(existsSync(path.join(data, 'local.json'))).toBe(false);
  expect(host.output()).toContain("curl -s -u 'tgk_demo:tgs_demo'");
  expect(host.output()).toMatch(/Ready in \d+\.\d s/);
  expect(host.output()).toMatch(/GET \/development\/secure 200 \d+ ms {2}authorizer invoked\n.*\/secure 200 .*cached/);
  expect(host.output()).not.toMatch(/secret-token|Bearer good/);
});

test('keeps acknowledged writes and the demo over a kill, and overwrites the stale local.json', async () => {
  const data = temporaryDirectory();
  const first = launch(data, serve);
  const { gatewayUrl, demo } = await first.ready();
  expect(await get(`${gatewayUrl}/items`, { method: 'PUT', body: 'a' })).toMatchObject({ body: { count: 1 } });
  first.child.kill('SIGKILL');
  await first.exited;
  expect(existsSync(path.join(data, 'local.json'))).toBe(true);

  const second = launch(data, serve);
  const info = await second.ready();

  expect(await get(`${info.gatewayUrl}/items`)).toMatchObject({ body: { count: 1 } });
  expect(info.demo?.consumerKey).toBe(demo?.consumerKey);

  const third = await run(data, ...serve);
  expect(third).toEqual({
    code: 1,
    output: `Tollgate is already running here: pid ${info.pid}, ${info.gatewayUrl}.\n`,
  });

  const stopped = await run(data, '--stop');
  expect(stopped).toEqual({ code: 0, output: `Stopped ${info.pid}.\n` });
  expect(await second.exited).toBe(0);

  const reset = launch(data, [...serve, '--reset', '--gateway-only']);
  const fresh = await reset.ready();
  expect(await get(`${fresh.gatewayUrl}/items`)).toMatchObject({ body: { count: 0 } });
  expect(fresh.demo).toBeUndefined();
  expect(reset.output()).toContain('Removing the local data');
});

test('stops when its parent dies, even when that is killed', async () => {
  const data = temporaryDirectory();
  const parent = spawn(process.execPath, ['bin/run.mjs', 'bin/local.ts', '--data', data, ...serve], {
    stdio: 'ignore',
  });
  const file = path.join(data, 'local.json');
  await until(() => existsSync(file));
  const { pid } = JSON.parse(readFileSync(file, 'utf8'));

  parent.kill('SIGKILL');

  await until(() => !isAlive(pid));
  expect(existsSync(file)).toBe(false);
});

test('lets a preload move the time of its functions', async () => {
  const preload = path.join(temporaryDirectory(), 'preload.mjs');
  writeFileSync(preload, 'const now = Date.now; Date.now = () => now() + 3_600_000;');
  const host = launch(temporaryDirectory(), [...serve, '--gateway-only'], ['--import', preload]);
  const { gatewayUrl } = await host.ready();

  const { body } = await get(`${gatewayUrl}/items`);

  expect((body as { now: number }).now).toBeGreaterThan(Date.now() + 3_000_000);
});

test('does not stop a stranger that a stale file names', async () => {
  const data = temporaryDirectory();
  const stranger = createServer((_, response) => response.end(JSON.stringify({ pid: process.pid + 1 })));
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  const address = stranger.address();
  const port = typeof address === 'object' ? address?.port : 0;
  writeFileSync(
    path.join(data, 'host.json'),
    JSON.stringify({ pid: process.pid, controlUrl: `http://127.0.0.1:${port}`, nonce: 'x' }),
  );

  const { code, output } = await run(data, '--stop');

  stranger.close();
  expect([code, output]).toEqual([0, expect.stringMatching(/^Nothing runs on /)]);
});

test('prints help with examples first, its version, and what a mistyped flag should have been', async () => {
  const data = temporaryDirectory();

  expect(await run(data, '--help')).toEqual({
    code: 0,
    output: expect.stringMatching(/Examples[\s\S]*npm start[\s\S]*Flags/),
  });
  expect(await run(data, '--version')).toEqual({ code: 0, output: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  expect(await run(data, '--prot', '1')).toEqual({
    code: 2,
    output: 'There is no flag --prot. Did you mean --port?\n',
  });
});

test('says in one line that a port is taken, and leaves nothing behind', async () => {
  const data = temporaryDirectory();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' ? address?.port : 0;

  const { code, output } = await run(data, '--assembly', assembly, '--port', String(port));

  other.close();
  expect([code, output]).toEqual([
    1,
    `Port ${port} of 127.0.0.1 is taken. Choose others with --port N, or --port 0 for free ones.\n`,
  ]);
  expect(existsSync(path.join(data, 'host.json'))).toBe(false);
});

function overVpcLink(HttpMethod: string, Uri: string): object {
  return {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      RestApiId: { Ref: 'Api' },
      ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
      HttpMethod,
      AuthorizationType: 'NONE',
      Integration: {
        Type: 'HTTP_PROXY',
        IntegrationHttpMethod: 'ANY',
        Uri,
        ConnectionType: 'VPC_LINK',
        ConnectionId: 'a1',
      },
    },
  };
}

test('lists everything it can not serve, by logical id', async () => {
  const other = writeAssembly({
    Other: {
      template: {
        Metadata: { Tollgate: { projects: [{ id: 'depot', displayName: 'Depot', target: 'http://depot.internal' }] } },
        Resources: {
          Api: { Type: 'AWS::ApiGateway::RestApi', Properties: {} },
          Depot: overVpcLink('ANY', 'http://depot.internal/x'),
          Foreign: overVpcLink('GET', 'http://depot.internals'),
          Secret: { Type: 'AWS::Lambda::Function', Properties: { Role: '{{resolve:secretsmanager:x}}' } },
          Queue: { Type: 'AWS::SQS::Queue' },
          Fn: { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'python3.13', Handler: 'a.b', Code: {} } },
          Domain: { Type: 'AWS::ApiGateway::DomainName', Properties: {} },
          Thing: { Type: 'Custom::Thing' },
        },
      },
    },
  });

  const { code, output } = await run(temporaryDirectory(), '--assembly', other, '--port', '0');

  expect(code).toBe(1);
  for (const line of [
    'Queue (AWS::SQS::Queue, stack Other)',
    'Fn (AWS::Lambda::Function, stack Other)',
    'Domain (AWS::ApiGateway::DomainName, stack Other)',
    'Thing (Custom::Thing, stack Other)',
    'Depot (AWS::ApiGateway::Method, stack Other): the target http://depot.internal of the project Depot is behind a VPC link, and there is none on this machine; give the project a localTarget\n',
    'Foreign (AWS::ApiGateway::Method, stack Other): ConnectionType VPC_LINK is not supported\n',
    'Secret (AWS::Lambda::Function, stack Other): dynamic references ({{resolve:…}}) are not supported\n',
  ]) {
    expect(output).toContain(line);
  }
});
