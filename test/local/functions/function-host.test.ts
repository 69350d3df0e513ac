import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import type { FunctionDefinition } from '#local/functions/function-definition.ts';
import type { FunctionHost } from '#local/functions/function-host.ts';
import { arnOf, hostOf, inlineFunction } from '../support/functions.ts';
import { temporaryDirectory } from '../support/write-assembly.ts';

let host: FunctionHost | undefined;
afterEach(() => host?.stop());

function start(...definitions: readonly FunctionDefinition[]): FunctionHost {
  host = hostOf(definitions);
  return host;
}

/** One function of inline CommonJS code, called once. */
function run(source: string, event: unknown = {}, more: Partial<FunctionDefinition> = {}) {
  return start(inlineFunction('f', source, more)).invoke(arnOf('f'), event);
}

/** An asset below a package that says it consists of modules, as a cloud assembly of a project does. */
function asset(files: Readonly<Record<string, string>>): FunctionDefinition['code'] {
  const root = temporaryDirectory('project');
  writeFileSync(path.join(root, 'package.json'), '{"type":"module"}');
  const directory = path.join(root, 'asset.abc');
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    writeFileSync(path.join(directory, file), text);
  }
  return { kind: 'asset', key: 'abc.zip', directory };
}

test('gives back what the handler returns and what it wrote', async () => {
  const outcome = await run(
    'exports.handler = async (event) => { console.log("one\\ntwo"); process.stderr.write("three"); return { got: event.a }; }',
    { a: [1] },
  );

  expect(outcome).toEqual({ ok: true, payload: { got: [1] }, logs: ['one', 'two', 'three'] });
});

test('takes events of 6 MB as JSON in UTF-8, and gives back results of as much', async () => {
  const functions = start(
    inlineFunction('size', 'exports.handler = async (event) => event.length', { timeoutMs: 20_000 }),
    inlineFunction('echo', 'exports.handler = async (length) => "é".repeat(length)', { timeoutMs: 20_000 }),
  );

  const size = (bytes: number) => functions.invoke(arnOf('size'), 'é'.repeat(bytes / 2 - 1));
  const echo = (bytes: number) => functions.invoke(arnOf('echo'), bytes / 2 - 1);

  expect(await size(6_291_456)).toMatchObject({ ok: true, payload: 3_145_727 });
  expect(await size(6_291_458)).toMatchObject({
    ok: false,
    errorType: 'RequestTooLargeException',
    undelivered: 'event_too_large',
  });
  expect(await echo(6_291_556)).toMatchObject({ ok: true });
  expect(await echo(6_291_558)).toMatchObject({ ok: false, errorType: 'Function.ResponseSizeTooLarge' });
});

test.each<[string, string, Record<string, string>]>([
  ['an ES module', 'index.handler', { 'index.mjs': 'export const handler = async () => "esm"' }],
  [
    'CommonJS, even below a package of modules',
    'index.handler',
    { 'index.js': 'exports.handler = async () => typeof require' },
  ],
  [
    'module syntax in a .js file',
    'index.handler',
    { 'index.js': 'export const handler = async () => import.meta.url !== ""' },
  ],
  [
    'a nested export in a subfolder',
    'src/app.api.get',
    { 'src/app.cjs': 'module.exports = { api: { get: async () => 1 } }' },
  ],
  [
    'a bundle that hides its names',
    'index.handler',
    { 'index.js': 'const all = {}; all.handler = async () => 2; module.exports = all' },
  ],
])('runs %s', async (_, handler, files) => {
  const outcome = await run('', {}, { handler, code: asset(files) });

  expect(outcome).toMatchObject({ ok: true });
});

test.each<[string, string, string, string]>([
  ['a thrown error', 'exports.handler = async () => { throw new TypeError("no") }', 'TypeError', 'no'],
  ['an error that is none', 'exports.handler = async () => { throw "Unauthorized" }', 'string', 'Unauthorized'],
  [
    'an uncaught error',
    'exports.handler = () => new Promise(() => setTimeout(() => { throw new RangeError("late") }))',
    'RangeError',
    'late',
  ],
  [
    'an unhandled rejection',
    'exports.handler = () => new Promise(() => { Promise.reject(new RangeError("lost")) })',
    'RangeError',
    'lost',
  ],
  [
    'an exit',
    'exports.handler = async () => process.exit(3)',
    'Runtime.ExitError',
    'Runtime exited with error: exit status 3',
  ],
  ['a failing init', 'throw new SyntaxError("broken")', 'SyntaxError', 'broken'],
  ['a missing handler', 'exports.other = 1', 'Runtime.HandlerNotFound', 'index.handler is undefined or not exported'],
  [
    'a result that is no JSON',
    'exports.handler = async () => 1n',
    'TypeError',
    'Do not know how to serialize a BigInt',
  ],
  [
    'callbacks on Node.js 24',
    'exports.handler = (event, context, callback) => callback(null, 1)',
    'Runtime.CallbackHandlerDeprecated',
    'Callback-based function handlers are not supported from Node.js 24 on',
  ],
])('reports %s as a function error', async (_, source, errorType, errorMessage) => {
  expect(await run(source)).toMatchObject({ ok: false, errorType, errorMessage });
});

test('answers with callbacks on runtimes that have them', async () => {
  const outcome = await run(
    'exports.handler = (event, context, callback) => setTimeout(() => callback(null, 7), 1)',
    {},
    {
      runtimeMajor: 22,
    },
  );

  expect(outcome).toMatchObject({ ok: true, payload: 7 });
});

test('ends a function at its timeout, even one that never yields, and serves the next call afresh', async () => {
  const source = 'let calls = 0; exports.handler = async (event) => { calls += 1; while (event.hang); return calls; }';
  const functions = start(inlineFunction('f', source, { timeoutMs: 300 }));

  expect(await functions.invoke(arnOf('f'), {})).toMatchObject({ payload: 1 });
  expect(await functions.invoke(arnOf('f'), { hang: true })).toMatchObject({
    ok: false,
    errorType: 'Sandbox.Timedout',
    errorMessage: 'Task timed out after 0.30 seconds',
  });
  expect(await functions.invoke(arnOf('f'), {})).toMatchObject({ payload: 1 });
});

test('keeps an environment for the next call, and starts another for calls at the same time', async () => {
  const source =
    'const id = Math.random(); exports.handler = async (ms) => { await new Promise((done) => setTimeout(done, ms)); return id; }';
  const functions = start(inlineFunction('f', source));
  const ids = async (...waits: readonly number[]) => {
    const outcomes = await Promise.all(waits.map((ms) => functions.invoke(arnOf('f'), ms)));
    return new Set(outcomes.map((outcome) => (outcome.ok ? outcome.payload : outcome))).size;
  };

  const [first] = [await functions.invoke(arnOf('f'), 0)];
  expect(await functions.invoke(arnOf('f'), 0)).toEqual(first);
  expect(await ids(400, 400)).toBe(2);
  expect(await ids(...Array.from({ length: 30 }, () => 5))).toBeLessThanOrEqual(8);
});

test("gives a function Lambda's variables and the template's, and nothing of the user's own", async () => {
  process.env.AWS_PROFILE = 'mine';
  process.env.AWS_SESSION_TOKEN = 'secret';
  const outcome = await run('exports.handler = async () => process.env', {}, { environment: { TABLE: 'items' } });

  expect(outcome).toMatchObject({
    payload: {
      TABLE: 'items',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'AKIALOCAL',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1',
      AWS_LAMBDA_FUNCTION_NAME: 'f',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      _HANDLER: 'index.handler',
    },
  });
  expect(JSON.stringify(outcome)).not.toMatch(/AWS_PROFILE|AWS_SESSION_TOKEN|NODE_|npm_|HOME/);
});

test('gives a function its context', async () => {
  const source =
    'exports.handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() <= 3000 })';
  const outcome = await start(inlineFunction('f', source)).invoke(`${arnOf('f')}:1`, {});

  expect(outcome).toMatchObject({
    payload: {
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      functionName: 'f',
      functionVersion: '1',
      invokedFunctionArn: `${arnOf('f')}:1`,
      memoryLimitInMB: '128',
      logGroupName: '/aws/lambda/f',
      callbackWaitsForEmptyEventLoop: true,
      left: true,
    },
  });
});

test('says that there is no such function', async () => {
  expect(await start().invoke(arnOf('g'), {})).toMatchObject({ ok: false, errorType: 'ResourceNotFoundException' });
});

test('lets running calls end when it retires', async () => {
  const source = 'exports.handler = () => new Promise((done) => setTimeout(() => done("done"), 200))';
  const functions = start(inlineFunction('f', source));

  const [outcome] = await Promise.all([functions.invoke(arnOf('f'), {}), functions.retire()]);

  expect(outcome).toMatchObject({ ok: true, payload: 'done' });
  expect(await functions.invoke(arnOf('f'), {})).toMatchObject({ ok: false, errorType: 'Stopped' });
});

test('appends what a function writes to a log that only its owner may read', async () => {
  const directory = temporaryDirectory();
  host = hostOf([inlineFunction('f', 'exports.handler = async () => console.log("hello")')], directory);
  await host.invoke(arnOf('f'), {});
  await host.stop();
  await new Promise((done) => setTimeout(done, 50));

  const file = path.join(directory, 'logs', 'f.log');
  expect(readFileSync(file, 'utf8')).toMatch(/^\d{4}-\S+Z hello\n$/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
