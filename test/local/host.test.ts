/** The host inside this process: synthesis, and what happens when the sources change. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, jest, test } from '@jest/globals';
import { buildRestApis } from '#local/gateway/build-rest-apis.ts';
import { listenGateway } from '#local/gateway/listen-gateway.ts';
import { type HostOptions, startHost } from '#local/host.ts';
import { createLifetime } from '#local/lifecycle/lifetime.ts';
import { SynthesisError } from '#local/synthesis/synthesize.ts';
import { temporaryDirectory } from './support/write-assembly.ts';

// Every synthesis is a process of its own, on machines that may be busy.
jest.setTimeout(30_000);
const notes: string[] = [];
let lifetime = createLifetime();
afterEach(async () => {
  await lifetime.end();
  lifetime = createLifetime();
  notes.length = 0;
});

/** A project whose app is a few lines: its template says what `projects/greeting.txt` says. */
function project(): { readonly root: string; greet(text: string): void } {
  const root = temporaryDirectory('project');
  for (const folder of ['bin', 'projects']) mkdirSync(path.join(root, folder));
  writeFileSync(path.join(root, 'package.json'), '{"type":"module"}');
  writeFileSync(path.join(root, 'cdk.json'), '{"context":{"flag":true}}');
  writeFileSync(
    path.join(root, 'bin', 'app.ts'),
    `import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
const out = process.env.CDK_OUTDIR;
const greeting: string = readFileSync('projects/greeting.txt', 'utf8');
if (greeting === 'bad') throw new Error('the project is bad');
const write = (file: string, value: object) => writeFileSync(out + '/' + file, JSON.stringify(value));
mkdirSync(out, { recursive: true });
write('manifest.json', { artifacts: { Top: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Top.json' } } } });
const code = 'let calls = 0; exports.handler = async () => ({ statusCode: 200, body: process.env.GREETING, ' +
  'headers: { dynamodb: process.env.AWS_ENDPOINT_URL_DYNAMODB, calls: String(++calls) } })';
const Uri = { 'Fn::Sub': 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/\${Fn.Arn}/invocations' };
const RestApiId = { Ref: 'Api' };
write('Top.json', { Resources: {
  Api: { Type: 'AWS::ApiGateway::RestApi', Properties: {} },
  Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId } },
  Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId, DeploymentId: { Ref: 'Deployment' }, StageName: 's' } },
  Get: { Type: 'AWS::ApiGateway::Method', Properties: { RestApiId, ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
    HttpMethod: 'GET', AuthorizationType: 'NONE', Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri } } },
  Fn: { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs24.x', Handler: 'index.handler', Code: { ZipFile: code },
    Environment: { Variables: { GREETING: greeting + process.env.CDK_CONTEXT_JSON } } } },
} });
`,
  );
  return { root, greet: (text) => writeFileSync(path.join(root, 'projects', 'greeting.txt'), text) };
}

function options(projectRoot: string): HostOptions {
  return {
    projectRoot,
    dataDirectory: path.join(projectRoot, '.tollgate'),
    serverGroup: 'development',
    port: 0,
    assembly: undefined,
    gatewayOnly: false,
    reset: false,
    watch: true,
    gateway: { listenGateway, buildRestApis },
    report: { begin: () => () => undefined, note: (text) => notes.push(text), request: () => undefined },
    lifetime,
    onStopRequested: () => undefined,
  };
}

async function greeting(url: string): Promise<string> {
  return (await fetch(url)).text();
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('it did not happen');
    await sleep(25);
  }
}

test('synthesizes the project with its context, and again when the sources change, on the same port', async () => {
  const { root, greet } = project();
  greet('hello');

  const { info } = await startHost(options(root));
  expect(await greeting(info.gatewayUrl)).toBe('hello{"flag":true}');

  greet('good morning');
  await until(async () => (await greeting(info.gatewayUrl)) === 'good morning{"flag":true}');

  greet('bad');
  await until(() => notes.length > 0);
  expect(notes[0]).toMatch(/the project is bad[\s\S]*Still serving what was there before\./);
  expect(await greeting(info.gatewayUrl)).toBe('good morning{"flag":true}');

  const answers: string[] = [];
  let asking = true;
  const asked = (async () => {
    while (asking) answers.push(await greeting(info.gatewayUrl));
  })();
  greet('good night');
  await until(async () => (await greeting(info.gatewayUrl)) === 'good night{"flag":true}');
  asking = false;
  await asked;
  expect(new Set(answers.map((answer) => answer.replace(/\{.*/, '')))).toEqual(new Set(['good morning', 'good night']));
  expect(JSON.parse(readFileSync(path.join(root, '.tollgate', 'local.json'), 'utf8'))).toEqual(info);
});

test('shows what the app said when it fails', async () => {
  const { root, greet } = project();
  greet('bad');

  const starting = startHost(options(root));

  await expect(starting).rejects.toThrow(SynthesisError);
  await expect(starting).rejects.toThrow('Error: the project is bad');
});

test('whoever runs it can stand between its functions and DynamoDB, and have them start anew', async () => {
  const { root, greet } = project();
  greet('hello');
  const elsewhere = 'http://127.0.0.1:1';
  const routeToStandIns: HostOptions['routeToStandIns'] = async (own) => ({ ...own, dynamodb: elsewhere });
  const host = await startHost({ ...options(root), watch: false, routeToStandIns });
  const call = async () => {
    const { headers } = await fetch(host.info.gatewayUrl);
    return [headers.get('dynamodb'), headers.get('calls')];
  };

  expect([await call(), await call()]).toEqual([
    [elsewhere, '1'],
    [elsewhere, '2'],
  ]);
  await host.redeploy();
  expect(await call()).toEqual([elsewhere, '1']);
});
