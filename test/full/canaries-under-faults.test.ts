/** While DynamoDB and KMS fail in every way, or repeat in their errors whatever they know, no secret gets into any log or
 * answer, though every switch that makes a function say more is on. */
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { canaries } from '../support/canaries.ts';
import { anAssertion, ecKeyPair } from '../support/client-assertions.ts';
import { basic, postForm } from '../support/client-requests.ts';
import { QUOTATION } from '../support/fault-proxy.ts';
import {
  HEALTHY,
  type HostBehindFaults,
  type ShownFaults,
  startHostBehindFaults,
} from '../support/host-behind-faults.ts';
import { type HttpAnswer, http } from '../support/http.ts';
import { assemblyFolder, type Credentials, callRegistry, subscribe, tokenOf } from '../support/stage-under-test.ts';

/** Which an operator may set in the console; NODE_DEBUG is not among them, since no function starts with it. */
const LOUDEST = {
  AWS_LAMBDA_LOG_LEVEL: 'TRACE',
  AWS_LAMBDA_LOG_FORMAT: 'Text',
  LOG_LEVEL: 'trace',
  POWERTOOLS_LOG_LEVEL: 'DEBUG',
  POWERTOOLS_LOGGER_LOG_EVENT: 'true',
  POWERTOOLS_DEV: 'true',
  DEBUG: '*',
  NODE_ENV: 'development',
  NODE_OPTIONS: '--trace-warnings --trace-uncaught --enable-source-maps',
};

/** Milliseconds, after which functions ask anew. */
const BEYOND_LEASES = 2 * 60_000;
/** Milliseconds, after which no function goes by what it knew. */
const BEYOND_GRACE = 16 * 60_000;

const secrets = canaries();
const { plant } = secrets;
const answers: HttpAnswer[] = [];

let folder: string;
let host: HostBehindFaults;
let client: Credentials;
let token: string;
beforeAll(async () => {
  folder = mkdtempSync(path.resolve('.cache/canaries-'));
  const assembly = path.join(folder, 'assembly');
  cpSync(assemblyFolder, assembly, { recursive: true });
  for (const file of globSync(`${assembly}/**/*.template.json`)) writeFileSync(file, loud(readFileSync(file, 'utf8')));
  host = await startHostBehindFaults(assembly, 'alpha');
  client = await subscribe(['warehouse', 'ledger', 'forms-1'], ['stock:read', 'forms:send'], host.stage);
  secrets.add(client.consumerSecret);
}, 120_000);
afterAll(async () => {
  await host?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The template, all of whose functions are told to say as much as they can. */
function loud(template: string): string {
  const parsed = JSON.parse(template);
  for (const { Type, Properties } of Object.values<{ Type: string; Properties: Record<string, never> }>(
    parsed.Resources,
  )) {
    if (Type !== 'AWS::Lambda::Function') continue;
    const { Environment: { Variables = {} } = {} } = Properties as { Environment?: { Variables?: object } };
    const LoggingConfig = { LogFormat: 'JSON', ApplicationLogLevel: 'TRACE', SystemLogLevel: 'DEBUG' };
    Object.assign(Properties, { LoggingConfig, Environment: { Variables: { ...Variables, ...LOUDEST } } });
  }
  return JSON.stringify(parsed);
}

/** Each with secrets of its own, and with those that are right, which reach the tables and KMS. */
async function sendSecrets(): Promise<void> {
  const { stage } = host;
  const { consumerKey } = client;
  const send = async (sent: Promise<HttpAnswer>) => void answers.push(await sent);
  const registry = (method: string, resource: string, body?: object, headers = {}) =>
    send(
      callRegistry(method, resource, {
        stage,
        headers,
        signingDate: new Date(host.now()),
        ...(body && { body: JSON.stringify(body) }),
      }),
    );
  const pair = ecKeyPair();
  const assertion = anAssertion(pair, { consumerKey, issuer: stage.issuer, now: host.now() });
  secrets.add(assertion.split('.')[2] ?? '');
  const grant = { grant_type: 'client_credentials', token };
  for (const url of [stage.tokenUrl, stage.introspectionUrl, stage.revocationUrl]) {
    // Of no token of ours where it would be revoked.
    const form = url === stage.revocationUrl ? { ...grant, token: plant('Token') } : grant;
    await send(postForm(url, form, basic(client)));
    await send(postForm(url, form, basic({ ...client, consumerSecret: plant('Basic') })));
    await send(postForm(url, { ...form, client_id: consumerKey, client_secret: plant('Post') }));
    const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
    await send(postForm(url, { ...form, client_assertion: assertion, client_assertion_type: type }));
  }
  const bearer = { Authorization: `Bearer ${token}`, Cookie: plant('Cookie') };
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
  await send(http(`${stage.gatewayUrl}/warehouse/items/7?a=${plant('Query')}`, { headers: bearer }));
  await send(http(`${stage.gatewayUrl}/ledger/x?key=${token}&a=${plant('Query')}`));
  const body = `access_token=${token}&password=${plant('Form')}`;
  await send(http(`${stage.gatewayUrl}/forms/1/x`, { method: 'POST', headers: form, body }));
  await registry('GET', `/subscriptions/${consumerKey}`);
  const { clientId, productId } = client;
  await registry('POST', '/subscriptions', { clientId, productId }, { 'idempotency-key': plant('Idempotency') });
  await registry('POST', `/subscriptions/${consumerKey}/secrets`, { overlap: '24h' }, { 'if-match': plant('Match') });
  const keys = { jwks: { keys: [{ ...pair.jwk, d: plant('Private') }] } };
  await registry('PATCH', `/subscriptions/${consumerKey}`, keys, { 'if-match': '*' });
  await registry('GET', `/audit?entity=${encodeURIComponent(`subscription/${consumerKey}`)}`);
  const secret = plant('Signing');
  await send(callRegistry('GET', '/clients', { stage, secretAccessKey: secret, signingDate: new Date(host.now()) }));
}

const FAULTS: readonly ShownFaults[] = [
  HEALTHY,
  ...(['quoting', 'mangling', 'throttling', 'halving', 'dead', 'hanging', 'patchy'] as const).map((dynamodb) => ({
    ...HEALTHY,
    dynamodb,
  })),
  ...(['quoting', 'mangling', 'halving', 'dead', 'hanging'] as const).map((kms) => ({ ...HEALTHY, kms })),
];

describe('nothing of a request, a stored item or a key is told', () => {
  const told: string[] = [];

  test.each(FAULTS)('with DynamoDB $dynamodb and KMS $kms', async (faults) => {
    await host.show(HEALTHY);
    token = await tokenOf(client, {}, host.stage.tokenUrl);
    secrets.add(token.split('.')[2] ?? '');
    await sendSecrets();
    await host.show(faults);
    await sendSecrets();
    if (['quoting', 'mangling'].includes(faults.dynamodb)) {
      host.advance(BEYOND_LEASES);
      await sendSecrets();
      host.advance(BEYOND_GRACE);
    }
    if (faults.kms !== 'healthy') await host.redeploy();
    // The rotation tries for half a minute before it fails.
    if (faults.dynamodb === 'quoting') await host.runTriggers().catch((error) => told.push(String(error)));
    await sendSecrets();

    const refusals = answers
      .filter(({ status }) => status >= 400)
      .map(({ text, rawHeaders }) => `${text} ${rawHeaders}`);
    for (const text of [host.log(), host.printed(), told.join('\n'), refusals.join('\n')]) {
      expect(secrets.foundIn(text)).toEqual([]);
      expect(text.includes(QUOTATION)).toBe(false);
    }
  });

  test('although the faults were met, and told of', () => {
    const log = host.log();

    const codes = new Set(Array.from(log.matchAll(/"code":"(TG\d{4})"/g), ([, code]) => code));
    const messages = new Set(Array.from(log.matchAll(/"faultMessage":"([^"]*)"/g), ([, message]) => message));
    expect(Array.from(codes)).toEqual(expect.arrayContaining(['TG1002', 'TG2002', 'TG2010', 'TG3003', 'TG4005']));
    for (const message of [
      /^GetItem on Subscriptions failed\. \(ValidationException: HTTP 400, at index\.mjs:\d+:\d+\)$/,
      /^GetItem on Subscriptions failed\. \(SyntaxError: The answer was not valid JSON\.\)$/,
      /^Decrypt by KMS failed\. \(ValidationException: HTTP 400, at index\.mjs:\d+:\d+\)$/,
    ]) {
      expect(Array.from(messages).filter((one = '') => message.test(one))).not.toEqual([]);
    }
    expect(log.includes('Invoke Error')).toBe(true);
    expect(answers.filter(({ status }) => status === 503).length).toBeGreaterThan(20);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(20);
  });

  test('and that every line but that of a thrown fault is one of the catalogue', () => {
    const lines = host
      .log()
      .split('\n')
      .map((line) => line.replace(/^\S+ /, ''));
    const codes = lines
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line).code ?? JSON.parse(line).message);

    expect(codes.filter((code) => !/^(TG\d{4}|request)$/.test(code))).toEqual([]);
    expect(lines.filter((line) => /unhandled|uncaught/i.test(line))).toEqual([]);
  });
});
