/** The stage that the black-box tests talk to, and what they do with it: subscribe, get tokens, call. */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { standardAwsAccess } from '#adapters/http/aws-credentials.ts';
import type { ProductProject } from '#core/registry/product.ts';
import { readDeployedStage } from './deployed-stage.ts';
import { readLocalStage, type Stage } from './embedded-host.ts';
import { type HttpAnswer, type HttpRequest, http } from './http.ts';
import { stageStarted } from './stage-started.ts';

const folder = process.env.TOLLGATE_TEST_FOLDER ?? '';
/** The file that describes a deployed stage. Without one, the tests talk to the embedded host that global-setup.ts starts. */
const deployed = process.env.TOLLGATE_TEST_STAGE;
if (deployed === undefined) await stageStarted(folder);
export const assemblyFolder = path.join(folder, 'assembly');
const dataFolder = path.join(folder, 'data');

/** The stage that is tested: on this machine, as long as no other is named. */
export function localStage(): Stage {
  return deployed === undefined ? embeddedStage() : readDeployedStage(deployed);
}

function embeddedStage(): Stage {
  const local = readLocalStage(path.join(dataFolder, 'local.json'));
  if (local === undefined) throw new Error('No embedded host is running.');
  return local;
}

export interface Credentials {
  readonly clientId: string;
  readonly productId: string;
  readonly consumerKey: string;
  readonly consumerSecret: string;
}

/** Makes a product, a client and a subscription of their own. */
export async function subscribe(
  projects: readonly (string | ProductProject)[],
  scopes: readonly string[] = [],
  stage?: Stage,
): Promise<Credentials> {
  const id = randomUUID();
  await create(stage, '/products', {
    productId: `product-${id}`,
    displayName: 'Product',
    projects: projects.map((project) => (typeof project === 'string' ? { projectId: project } : project)),
    scopes,
  });
  await create(stage, '/clients', { clientId: `client-${id}`, displayName: 'Client', email: 'client@example.com' });
  return create(stage, '/subscriptions', { clientId: `client-${id}`, productId: `product-${id}` });
}

async function create(stage: Stage | undefined, resource: string, body: object) {
  const answer = await callRegistry('POST', resource, {
    body: JSON.stringify(body),
    ...(stage === undefined ? {} : { stage }),
  });
  if (answer.status !== 201) throw new Error(`POST ${resource}: ${answer.status} ${answer.text}`);
  return answer.json;
}

export interface RegistryCall {
  readonly body?: string;
  /** Besides the content type, which they can change; by lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly stage?: Stage;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly signingDate?: Date;
}

/** Calls the registry API with a SigV4 signature, by default with the keys that the stage takes. */
export async function callRegistry(method: string, resource: string, call: RegistryCall = {}): Promise<HttpAnswer> {
  const { stage = localStage(), body, headers = {}, signingDate = new Date(), ...keys } = call;
  const url = new URL(`${stage.registryUrl}${resource}`);
  const { region, ...credentials } = { ...(await keysFor(stage)), ...keys };
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  const signed = await signer.sign(
    {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { host: url.host, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body }),
    },
    { signingDate },
  );
  return http(url.href, { method, headers: signed.headers, ...(body === undefined ? {} : { body }) });
}

async function keysFor(stage: Stage) {
  if (stage.credentials !== undefined) return stage.credentials;
  const { region, credentials } = await standardAwsAccess(stage.region);
  return { region, ...(await credentials()) };
}

export function requestToken(
  { consumerKey, consumerSecret }: Pick<Credentials, 'consumerKey' | 'consumerSecret'>,
  form: Readonly<Record<string, string>> = {},
  tokenUrl = localStage().tokenUrl,
): Promise<HttpAnswer> {
  return http(tokenUrl, {
    method: 'POST',
    headers: {
      Authorization: `Basic ${Buffer.from(`${consumerKey}:${consumerSecret}`).toString('base64')}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...form }).toString(),
  });
}

export async function tokenOf(...parameters: Parameters<typeof requestToken>): Promise<string> {
  const answer = await requestToken(...parameters);
  if (answer.status !== 200) throw new Error(`No token: ${answer.status} ${answer.text}`);
  return answer.json.access_token;
}

/** Calls a path of the gateway, with a token in the header if one is given. */
export function callGateway(resource: string, token?: string, request: HttpRequest = {}): Promise<HttpAnswer> {
  const authorization = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  return http(`${localStage().gatewayUrl}${resource}`, {
    ...request,
    headers: { ...authorization, ...request.headers },
  });
}

/** What a function of the stage has logged so far. @param name part of its logical id */
export function functionLog(name: string): string {
  const logs = path.join(dataFolder, 'logs');
  const files = readdirSync(logs).filter((file) => file.includes(name));
  return files.map((file) => readFileSync(path.join(logs, file), 'utf8')).join('');
}

/** Everything that any function of the stage has logged so far. */
export const allLogs = () => functionLog('');
