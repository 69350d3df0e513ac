/** Calls an AWS service that this project has no client for, as the account's root. */
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { REGION, ROOT_KEYS } from './start-emulator.ts';

/** A service that takes JSON. @param operation with what stands before it, as in `secretsmanager.CreateSecret` */
export function callJsonService(endpoint: string, service: string, operation: string, input: object): Promise<string> {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': operation };
  return send(endpoint, service, headers, JSON.stringify(input));
}

/** A service that takes forms, and answers with XML. */
export function callQueryService(
  endpoint: string,
  service: string,
  form: Readonly<Record<string, string>>,
): Promise<string> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return send(endpoint, service, headers, new URLSearchParams(form).toString());
}

/** @throws Error with what was answered, if that is a failure */
async function send(
  endpoint: string,
  service: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<string> {
  const { protocol, hostname, host, port } = new URL(endpoint);
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = ROOT_KEYS;
  const credentials = { accessKeyId, secretAccessKey };
  const signer = new SignatureV4({ service, region: REGION, credentials, sha256: Sha256 });
  const request = { method: 'POST', protocol, hostname, port: Number(port), path: '/', query: {}, body };
  const signed = await signer.sign({ ...request, headers: { host, ...headers } });
  const answer = await fetch(endpoint, { method: 'POST', headers: signed.headers, body });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${service}: ${answer.status} ${text}`);
  return text;
}
