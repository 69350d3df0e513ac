/** The server groups that the tests of deployments deploy, use and take away. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { standardAwsAccess } from '#adapters/http/aws-credentials.ts';
import { readGatewayStack } from '#adapters/http/gateway-stack-outputs.ts';
import { describeStage } from '../support/deployed-stage.ts';
import type { Stage } from '../support/embedded-host.ts';
import { type HttpAnswer, http } from '../support/http.ts';
import { type Credentials, subscribe, tokenOf } from '../support/stage-under-test.ts';
import type { KeyPair } from './emulator/prepare-account.ts';
import { SAMPLE_BACKEND_FILE } from './emulator/start-account.ts';
import { REGION } from './emulator/start-emulator.ts';

export interface DeployedGroup {
  readonly stage: Stage;
  readonly client: Credentials;
  readonly token: string;
}

const folder = process.env.TOLLGATE_TEST_FOLDER ?? '';

/** Where a server group is; its registry is called by a user who may do nothing else. */
export async function stageOf(serverGroup: string): Promise<Stage> {
  const operator: KeyPair = JSON.parse(process.env.TOLLGATE_TEST_OPERATOR ?? '');
  const stage = await describeStage(serverGroup);
  return { ...stage, credentials: { region: REGION, ...operator } };
}

/** Makes a client in a server group, and gets its first token. */
export async function useFirst(
  serverGroup: string,
  projects: readonly string[],
  scopes: readonly string[] = [],
): Promise<DeployedGroup> {
  const stage = await stageOf(serverGroup);
  const client = await subscribe(projects, scopes, stage);
  return { stage, client, token: await tokenOf(client, {}, stage.tokenUrl) };
}

/** Tells the relay in front of the sample backend where that is. */
export async function reachSampleBackend(serverGroup: string): Promise<void> {
  const stack = await readGatewayStack(serverGroup, await standardAwsAccess(REGION));
  writeFileSync(path.join(folder, SAMPLE_BACKEND_FILE), stack?.outputs.SampleBackendUrl ?? '');
}

/** Calls a path of a stage, with a token in the header if one is given. */
export function get(stage: Stage, route: string, token?: string): Promise<HttpAnswer> {
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  return http(`${stage.gatewayUrl}${route}`, { headers });
}
