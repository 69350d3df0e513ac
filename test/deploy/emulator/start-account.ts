/** An AWS account to deploy to, as far as the emulator is one, with the backends that the projects call. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { startLoopbackBackend } from '../../support/loopback-backend.ts';
import { startSoapBackend } from '../../support/soap-backend.ts';
import { makeUser, putSecrets } from './prepare-account.ts';
import { type EmulatorOptions, REGION, ROOT_KEYS, startEmulator } from './start-emulator.ts';
import { startRelay } from './start-relay.ts';

export interface Account {
  /** What AWS tools and the tests need to know, as variables. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Where it is written what the sample backend's function URL is, once it is deployed. */
export const SAMPLE_BACKEND_FILE = 'sample-backend';

/** @param options see {@link startEmulator} */
export async function startAccount(options: EmulatorOptions): Promise<Account> {
  const emulator = await startEmulator(options);
  const file = path.join(options.folder, SAMPLE_BACKEND_FILE);
  const sampleBackendHost = () => (existsSync(file) ? new URL(readFileSync(file, 'utf8')).host : undefined);
  const front = await startRelay(emulator.port);
  const sampleBackend = await startRelay(emulator.port, sampleBackendHost);
  const [loopback, soap] = await Promise.all([startLoopbackBackend(), startSoapBackend()]);
  await putSecrets(front.origin);
  // Who calls the registry, and may do nothing else.
  const mayCall = { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' };
  const operator = await makeUser(front.origin, 'operator', mayCall);
  return {
    environment: {
      ...ROOT_KEYS,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_ENDPOINT_URL: front.origin,
      AWS_EC2_METADATA_DISABLED: 'true',
      TOLLGATE_TEST_OPERATOR: JSON.stringify(operator),
      TOLLGATE_TEST_EMULATOR: front.origin,
      TOLLGATE_TEST_BACKEND: loopback.origin,
      TOLLGATE_TEST_SOAP_BACKEND: soap.origin,
      TOLLGATE_TEST_SAMPLE_BACKEND: sampleBackend.origin,
    },
    async stop() {
      await emulator.stop();
      for (const server of [front, sampleBackend, loopback, soap]) server.stop();
    },
  };
}
