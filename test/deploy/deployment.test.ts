/** Server groups come into being, and change, by the CDK CLI; what they know stays. The tests follow upon each other. */
import { writeFileSync } from 'node:fs';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { GenerateDataKeyPairWithoutPlaintextCommand, KMSClient } from '@aws-sdk/client-kms';
import { describe, expect, test } from '@jest/globals';
import { http } from '../support/http.ts';
import { requestToken, tokenOf } from '../support/stage-under-test.ts';
import { cdk, deploy, tryCdk } from './cdk.ts';
import { type DeployedGroup, get, reachSampleBackend, stageOf, useFirst } from './deployed-groups.ts';
import { type KeyPair, makeUser } from './emulator/prepare-account.ts';
import { ACCOUNT, REGION } from './emulator/start-emulator.ts';
import { recordFigures } from './figures.ts';
import { itemsIn, keptData, madeAt } from './kept-data.ts';

const groups = new Map<string, DeployedGroup>();
function group(name: string): DeployedGroup {
  const found = groups.get(name);
  if (found === undefined) throw new Error(`The server group ${name} was not deployed.`);
  return found;
}

/** Everything of a server group that a deployment must leave as it is. */
async function whatStays(name: string) {
  const { tables, keyId } = await keptData(name);
  const made = await Promise.all(tables.map(madeAt));
  const subscriptions = await itemsIn(tables.find((table) => table.includes('Subscriptions')) ?? '');
  return { tables, keyId, made, subscriptions };
}

/** The lines of `cdk diff` that tell what becomes of a resource. */
function changesIn(text: string): readonly string[] {
  return text.split('\n').filter((line) => /^\[[-+~]\] AWS::|replacement\)$/.test(line));
}

test('cdk bootstrap prepares an account', async () => {
  const { seconds } = await cdk(['bootstrap', `aws://${ACCOUNT}/${REGION}`]);

  recordFigures({ bootstrap: seconds });
});

test('cdk deploy makes a server group, whose projects can be called at once, by header, query and body', async () => {
  const { seconds } = await deploy('alpha/*');
  await reachSampleBackend('alpha');
  const alpha = await useFirst(
    'alpha',
    ['tickets-2.0', 'archive', 'ledger', 'forms-1'],
    ['archive:read', 'forms:send'],
  );
  const firstToken = (Date.now() - Number(process.env.TOLLGATE_TEST_STARTED)) / 1_000;
  recordFigures({ firstDeployment: seconds, firstToken });
  groups.set('alpha', alpha);
  writeFileSync(process.env.TOLLGATE_TEST_STAGE ?? '', JSON.stringify(alpha.stage));
  const { stage, token } = alpha;

  expect((await get(stage, '/tickets/2.0/x', token)).json.message).toBe('Hello from the sample backend.');
  expect((await get(stage, `/archive/x?access_token=${token}`)).json.message).toBe('Hello from the sample backend.');
  expect((await get(stage, `/ledger/x?key=${token}`)).json.url).toBe('/ledger/x');
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const body = `a=1&access_token=${token}`;
  const sent = await http(`${stage.gatewayUrl}/forms/1/x`, { method: 'POST', headers: form, body });
  expect(Buffer.from(sent.json.body, 'base64').toString()).toBe('a=1');
  expect((await get(stage, '/tickets/2.0/x')).status).toBe(401);
});

test('cdk deploy makes another server group, and neither takes the tokens of the other', async () => {
  await deploy('omega/*');
  groups.set('omega', await useFirst('omega', ['tickets-2.0']));
  const [alpha, omega] = [group('alpha'), group('omega')];

  expect((await get(omega.stage, '/tickets/2.0/x', omega.token)).json.url).toBe('/base/x');
  expect((await get(omega.stage, '/tickets/2.0/x', alpha.token)).status).toBe(401);
  expect((await get(alpha.stage, '/tickets/2.0/x', omega.token)).status).toBe(401);
});

describe('the policies that are deployed', () => {
  const endpoint = process.env.AWS_ENDPOINT_URL ?? '';
  const makePair = async (user: string, more: object) => {
    const statement = { Effect: 'Allow', Action: 'kms:GenerateDataKeyPairWithoutPlaintext', Resource: '*', ...more };
    const kms = new KMSClient({ region: REGION, credentials: await makeUser(endpoint, user, statement) });
    const { keyId: KeyId } = await keptData('alpha');
    return kms.send(new GenerateDataKeyPairWithoutPlaintextCommand({ KeyId, KeyPairSpec: 'ECC_NIST_P256' }));
  };

  test('are enforced: who may call the registry may not read its tables', async () => {
    const operator: KeyPair = JSON.parse(process.env.TOLLGATE_TEST_OPERATOR ?? '');
    const dynamoDb = new DynamoDBClient({ region: REGION, credentials: operator });

    await expect(dynamoDb.send(new ListTablesCommand({}))).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('lack one condition, which the emulator does not know, and would deny', async () => {
    const condition = { Condition: { StringEquals: { 'kms:DataKeyPairSpec': 'ECC_NIST_P256' } } };

    expect((await makePair('without-condition', {})).KeyPairSpec).toBe('ECC_NIST_P256');
    // Once this is allowed, without-unknown-conditions.ts is no longer needed.
    await expect(makePair('with-condition', condition)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

test('cdk deploy of the same catalogue changes nothing', async () => {
  const { seconds, output } = await deploy('**');
  recordFigures({ unchanged: seconds });

  const told = [...output.matchAll(/✅ +(\w+\/\w+) .*\(no changes\)/g)].map(([, stack]) => stack);
  expect(told.sort()).toEqual(['alpha/Gateway', 'alpha/Registry', 'omega/Gateway', 'omega/Registry']);
});

describe('a project that comes', () => {
  const before = new Map<string, Awaited<ReturnType<typeof whatStays>>>();

  test('is announced by cdk diff, which takes nothing away and replaces nothing', async () => {
    const { output } = await cdk(['diff', '**', '--method=template'], 'one-more');

    const [, ...stacks] = output.split(/^Stack (?=\S+ \()/m);
    const changes = new Map(stacks.map((text) => [text.slice(0, text.indexOf(' ')), changesIn(text)]));
    expect([...changes.keys()].sort()).toEqual(['alpha/Gateway', 'alpha/Registry', 'omega/Gateway', 'omega/Registry']);
    for (const name of groups.keys()) {
      expect(changes.get(`${name}/Registry`)).toEqual([]);
      const gateway = changes.get(`${name}/Gateway`) ?? [];
      expect(gateway).toContainEqual(expect.stringMatching(/^\[\+\] AWS::ApiGateway::Resource .*newcomer/));
      // Each change of an API is a new snapshot of it, and the old one goes.
      const lost = gateway.filter((line) => /^\[-\]|replace/.test(line));
      expect(lost).toEqual([expect.stringMatching(/^\[-\] AWS::ApiGateway::Deployment .* destroy$/)]);
    }
  });

  test('is deployed to both server groups', async () => {
    for (const name of groups.keys()) before.set(name, await whatStays(name));

    await deploy('**', 'one-more');
  });

  test.each(['alpha', 'omega'])('leaves the tables, the key and what they hold in %s', async (name) => {
    expect(await whatStays(name)).toEqual(before.get(name));
  });

  test.each(['alpha', 'omega'])('leaves secrets, tokens and projects in %s', async (name) => {
    const { stage, client, token } = group(name);

    expect(await stageOf(name)).toEqual(stage);
    expect((await get(stage, '/tickets/2.0/x', token)).status).toBeLessThan(300);
    expect((await requestToken(client, {}, stage.tokenUrl)).status).toBe(200);
  });

  test.each(['alpha', 'omega'])('can be sold and called in %s, by header and query, and not before', async (name) => {
    const { stage, token } = group(name);
    const { client } = await useFirst(name, ['newcomer']);
    const own = await tokenOf(client, {}, stage.tokenUrl);

    expect((await get(stage, '/newcomer/x', token)).status).toBe(403);
    expect((await get(stage, '/newcomer/x', own)).json.url).toBe('/api/x');
    expect((await get(stage, `/newcomer/x?access_token=${own}`)).json.url).toBe('/api/x');
  });
});

describe('a project that goes', () => {
  test('is taken away from both server groups', async () => {
    await deploy('**');
  });

  test.each(['alpha', 'omega'])('is no longer there in %s, and everything else still is', async (name) => {
    const { stage, client, token } = group(name);

    expect((await get(stage, '/newcomer/x', token)).status).toBe(404);
    expect((await get(stage, '/tickets/2.0/x', token)).status).toBeLessThan(300);
    expect((await requestToken(client, {}, stage.tokenUrl)).status).toBe(200);
  });
});

describe('the size of a server group', () => {
  test('sixty projects are deployed, and called by header, query and body', async () => {
    const { seconds } = await deploy('crowd/*', 'crowd');
    recordFigures({ sixtyProjects: seconds });
    const last = ['project-57', 'project-58', 'project-59'];
    const { stage, token } = await useFirst('crowd', last);

    expect((await get(stage, '/project-57/x', token)).json.url).toBe('/project-57/x');
    expect((await get(stage, `/project-58/x?access_token=${token}`)).json.url).toBe('/project-58/x');
    expect((await get(stage, '/project-59/x', token)).json.url).toBe('/project-59/x');
    expect((await get(stage, '/project-56/x', token)).status).toBe(403);
  });

  test('as many as fit are synthesized, and one more is refused, in words', async () => {
    expect((await tryCdk(['synth', '--quiet', 'crowd/*'], 'largest')).exitCode).toBe(0);

    const { exitCode, output } = await tryCdk(['deploy', 'crowd/*', '--require-approval', 'never'], 'one-too-many');

    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/Server group "crowd": its gateway stack has 50\d resources, and CloudFormation takes 500/);
    expect(output).not.toMatch(/tollgate-crowd-gateway.*(CREATE|UPDATE)_/);
  });
});
