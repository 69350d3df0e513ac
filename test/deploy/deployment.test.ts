/** Server groups come into being, and change, by the CDK CLI; what they know stays. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { standardAwsAccess } from '#adapters/http/aws-credentials.ts';
import { readGatewayStack } from '#adapters/http/gateway-stack-outputs.ts';
import { describeStage } from '../support/deployed-stage.ts';
import type { Stage } from '../support/embedded-host.ts';
import { http } from '../support/http.ts';
import { type Credentials, requestToken, subscribe, tokenOf } from '../support/stage-under-test.ts';
import { cdk, deploy, tryCdk } from './cdk.ts';
import { SAMPLE_BACKEND_FILE } from './emulator/start-account.ts';
import { ACCOUNT, REGION } from './emulator/start-emulator.ts';
import { recordFigures } from './figures.ts';
import { type KeptData, keptData } from './kept-data.ts';

const folder = process.env.TOLLGATE_TEST_FOLDER ?? '';

interface Group {
  readonly stage: Stage;
  readonly client: Credentials;
  readonly token: string;
  readonly kept: KeptData;
}
const groups = new Map<string, Group>();
const group = (name: string): Group => {
  const found = groups.get(name);
  if (found === undefined) throw new Error(`The server group ${name} was not deployed.`);
  return found;
};

const get = (stage: Stage, route: string, token?: string) =>
  http(`${stage.gatewayUrl}${route}`, token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } });

async function firstUse(name: string, projects: readonly string[], scopes: readonly string[]): Promise<Group> {
  const stage = await describeStage(name);
  const client = await subscribe(projects, scopes, stage);
  const token = await tokenOf(client, {}, stage.tokenUrl);
  return { stage, client, token, kept: await keptData(name) };
}

test('cdk bootstrap prepares the account', async () => {
  const { seconds } = await cdk(['bootstrap', `aws://${ACCOUNT}/${REGION}`]);

  recordFigures({ bootstrap: seconds });
});

test('cdk deploy makes a server group, which gives a token at once', async () => {
  const { seconds } = await deploy('alpha/*');
  const stack = await readGatewayStack('alpha', await standardAwsAccess(REGION));
  writeFileSync(path.join(folder, SAMPLE_BACKEND_FILE), stack?.outputs.SampleBackendUrl ?? '');
  const alpha = await firstUse('alpha', ['tickets-2.0', 'archive', 'ledger'], ['archive:read']);
  groups.set('alpha', alpha);

  recordFigures({
    firstDeployment: seconds,
    firstToken: (Date.now() - Number(process.env.TOLLGATE_TEST_STARTED)) / 1_000,
  });
  writeFileSync(path.join(folder, 'alpha.json'), JSON.stringify(alpha.stage));
  expect((await get(alpha.stage, '/tickets/2.0/x', alpha.token)).json.message).toBe('Hello from the sample backend.');
  expect((await get(alpha.stage, `/archive/x?access_token=${alpha.token}`)).status).toBe(200);
  expect((await get(alpha.stage, `/ledger/x?key=${alpha.token}`)).json.url).toBe('/ledger/x');
  expect((await get(alpha.stage, '/tickets/2.0/x')).status).toBe(401);
});

test('cdk deploy makes another one, with an account and a region of its own, whose tokens are others', async () => {
  await deploy('omega/*');
  const omega = await firstUse('omega', ['tickets-2.0'], []);
  groups.set('omega', omega);
  const { stage, token } = group('alpha');

  expect((await get(omega.stage, '/tickets/2.0/x', omega.token)).json.url).toBe('/base/x');
  expect((await get(omega.stage, '/tickets/2.0/x', token)).status).toBe(401);
  expect((await get(stage, '/tickets/2.0/x', omega.token)).status).toBe(401);
});
