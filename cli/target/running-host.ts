/** Finds the embedded host that runs on this machine, by the file that it keeps while it is ready. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sigV4 } from '#adapters/http/sign-request.ts';
import type { Demo, Target } from './target.ts';

/** Undefined when none runs there. @param dataFolder the host's `--data` */
export function findRunningHost(dataFolder: string): Target | undefined {
  const local = readJson(path.join(dataFolder, 'local.json'));
  const { serverGroup, pid, registryUrl, gatewayUrl, tokenUrl, issuer, jwksUrl, metadataUrl } = local;
  const { accessKeyId, secretAccessKey, region } = objectOf(local.credentials);
  if (typeof pid !== 'number' || !isAlive(pid)) return undefined;
  if (!isText(serverGroup) || !isText(registryUrl)) return undefined;
  if (!isText(accessKeyId) || !isText(secretAccessKey) || !isText(region)) return undefined;
  const demo = demoOf(local.demo);
  return {
    serverGroup,
    account: 'local',
    region,
    registryUrl,
    ...(isText(gatewayUrl) && { gatewayUrl }),
    ...(isText(tokenUrl) && { tokenUrl }),
    ...(isText(issuer) && { issuer }),
    ...(isText(jwksUrl) && { jwksUrl }),
    ...(isText(metadataUrl) && { metadataUrl }),
    ...(demo !== undefined && { demo }),
    sign: sigV4(region, async () => ({ accessKeyId, secretAccessKey })),
  };
}

function demoOf(value: unknown): Demo | undefined {
  const { consumerKey, consumerSecret, headerUrl } = objectOf(value);
  if (!isText(consumerKey) || !isText(consumerSecret)) return undefined;
  return { consumerKey, consumerSecret, ...(isText(headerUrl) && { headerUrl }) };
}

/** A host that was killed leaves its file behind. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function readJson(file: string): Readonly<Record<string, unknown>> {
  try {
    return objectOf(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
