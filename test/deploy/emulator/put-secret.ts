/** Puts a secret into Secrets Manager, for which this project needs no client otherwise. */
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { REGION, ROOT_KEYS } from './start-emulator.ts';

/** @param versionId of the value. @default - whatever the service chooses */
export async function putSecret(endpoint: string, name: string, value: string, versionId?: string): Promise<void> {
  await call(endpoint, 'CreateSecret', { Name: name, SecretString: value });
  if (versionId === undefined) return;
  await call(endpoint, 'PutSecretValue', { SecretId: name, SecretString: value, ClientRequestToken: versionId });
}

async function call(endpoint: string, operation: string, input: object): Promise<void> {
  const url = new URL(endpoint);
  const body = JSON.stringify(input);
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = ROOT_KEYS;
  const credentials = { accessKeyId, secretAccessKey };
  const signer = new SignatureV4({ service: 'secretsmanager', region: REGION, credentials, sha256: Sha256 });
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    port: Number(url.port),
    path: '/',
    query: {},
    headers: {
      host: url.host,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `secretsmanager.${operation}`,
    },
    body,
  });
  const answer = await fetch(url, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`${operation}: ${answer.status} ${await answer.text()}`);
}
