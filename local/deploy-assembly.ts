/** Brings an assembly into service on a host's ports: resolves it, makes its tables, starts its functions, serves its APIs. */

import { collectUnsupported } from './assembly/collect-unsupported.ts';
import { redirectApis, redirectPrefixes } from './assembly/redirect-endpoints.ts';
import { type ResolvedAssembly, resolveAssembly } from './assembly/resolve-assembly.ts';
import type { CloudAssembly } from './assembly/stack-template.ts';
import type { Credentials } from './credentials.ts';
import { createTables } from './data/create-tables.ts';
import type { DynamoDbServer } from './data/dynamodb-server.ts';
import type { KmsServer } from './data/kms-server.ts';
import { loadMasterKeys } from './data/master-keys.ts';
import { replaceVpcLinks } from './demo/replace-vpc-links.ts';
import { localSecrets, localTargets, readTollgateMetadata, type TollgateMetadata } from './demo/tollgate-metadata.ts';
import { defineFunction } from './functions/function-definition.ts';
import { createFunctionHost, type FunctionHost } from './functions/function-host.ts';
import type { FunctionRouter } from './functions/function-router.ts';
import { functionArnOfUrl } from './functions/function-url-server.ts';
import { runTriggers, triggerProviders } from './functions/run-triggers.ts';
import type { BuildRestApis, RequestLogEntry, RestApiContext, ServedRestApi } from './gateway/rest-api-host.ts';
import { type HostEndpoints, inPortOrder } from './host-endpoints.ts';
import { objectOf } from './json-value.ts';

/** What an assembly is deployed onto. */
export interface DeploymentTarget {
  readonly endpoints: HostEndpoints;
  readonly dynamodb: DynamoDbServer;
  readonly kms: KmsServer;
  /** Where functions reach both. */
  readonly standIns: { readonly dynamodb: string; readonly kms: string };
  readonly masterKeysFile: string;
  readonly codeDirectory: string;
  readonly logsDirectory: string;
  /** Callers' key pair, for signed APIs. */
  readonly credentials: Credentials;
  /** The functions' key pair, for the stand-ins. */
  readonly functionCredentials: Credentials;
  /** Which functions calls go to; the same for all deployments, so that requests under way outlive an exchange. */
  readonly router: FunctionRouter;
  readonly buildRestApis: BuildRestApis;
  readonly onRequest: (entry: RequestLogEntry) => void;
}

export interface Deployment {
  readonly name: string;
  readonly region: string;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly tollgate: TollgateMetadata;
  /** Stage URLs by the API's logical id, in the order of the ports. */
  readonly apis: Readonly<Record<string, string>>;
  readonly functions: FunctionHost;
  /** Runs the template's triggers once more. */
  runTriggers(): Promise<void>;
  /** Starts the functions that nobody has called yet. */
  prewarm(): void;
}

/**
 * Deploys `assembly`. What was served before goes on until everything of the new one is ready; its functions are left
 * to the caller.
 *
 * @throws UnsupportedTemplateError or the error of a table or trigger; then nothing has been exchanged
 */
export async function deployAssembly(assembly: CloudAssembly, target: DeploymentTarget): Promise<Deployment> {
  const { endpoints } = target;
  await endpoints.bindFunctionUrls(assembly);
  const urlOrigin = (stackName: string, logicalId: string) => endpoints.functionUrl(stackName, logicalId)?.origin ?? '';
  const synthesized = resolveAssembly(assembly, urlOrigin, localSecrets);
  await endpoints.bindApis(synthesized.resources);
  const resolved = redirect(synthesized, endpoints);
  const { resources } = resolved;

  const found = collectUnsupported(resolved.unsupported);
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const definitions = ofType('AWS::Lambda::Function').map((resource) =>
    found.attempt(() => defineFunction(resource, resolved)),
  );
  const urls = ofType('AWS::Lambda::Url').map((resource) => ({
    resource,
    functionArn: found.attempt(() => functionArnOfUrl(resource)),
  }));
  const keys = found.attempt(() => loadMasterKeys(resources, resolved, target.masterKeysFile));
  const apis = found.attempt(() => target.buildRestApis(resources, restApiContext(resolved, target)));
  found.throwIfAny();

  await createTables(resources, target.dynamodb.client);
  target.kms.use(keys ?? []);
  const services = {
    region: resolved.region,
    ...target.standIns,
    ...target.functionCredentials,
  };
  const functions = createFunctionHost(
    definitions.filter((definition) => definition !== undefined),
    { ...target, services },
  );
  try {
    await runTriggers(resources, functions);
  } catch (error) {
    await functions.stop();
    throw error;
  }
  target.router.use(functions);
  for (const api of apis ?? []) endpoints.apis.get(api.apiId)?.serve(api);
  for (const { resource, functionArn } of urls) {
    endpoints.functionUrl(resource.stackName, resource.logicalId)?.serve(functionArn ?? '', target.router);
  }
  await endpoints.release(resources);
  return {
    name: resolved.name,
    region: resolved.region,
    outputs: resolved.outputs,
    tollgate: readTollgateMetadata(resolved.metadata),
    apis: stageUrls(resolved, apis ?? [], endpoints),
    functions,
    runTriggers: () => runTriggers(resources, functions),
    prewarm: () => functions.prewarm(triggerProviders(resources)),
  };
}

/** Endpoint URLs, and only they, point to this machine. */
function redirect(assembly: ResolvedAssembly, endpoints: HostEndpoints): ResolvedAssembly {
  const origins = new Map([...endpoints.apis].map(([apiId, { origin }]) => [apiId, origin]));
  const metadata = objectOf(redirectApis(assembly.metadata, origins));
  const tollgate = readTollgateMetadata(metadata);
  const targets = localTargets(tollgate);
  const { resources, unsupported } = replaceVpcLinks(assembly.resources, tollgate);
  return {
    ...assembly,
    metadata,
    outputs: objectOf(redirectApis(assembly.outputs, origins)),
    unsupported: [...assembly.unsupported, ...unsupported],
    resources: resources.map((resource) => ({
      ...resource,
      properties: objectOf(redirectPrefixes(redirectApis(resource.properties, origins), targets)),
    })),
  };
}

function restApiContext(
  { region, accountId }: ResolvedAssembly,
  { router, credentials, onRequest }: DeploymentTarget,
): RestApiContext {
  const principalArn = `arn:aws:iam::${accountId}:user/local`;
  return { region, accountId, functions: router, credentials: { ...credentials, principalArn }, onRequest };
}

function stageUrls(
  { resources }: ResolvedAssembly,
  apis: readonly ServedRestApi[],
  endpoints: HostEndpoints,
): Readonly<Record<string, string>> {
  const urls = inPortOrder(resources).flatMap(({ physicalId, logicalId }): [string, string][] => {
    const stage = apis.find(({ apiId }) => apiId === physicalId)?.stageNames[0];
    const origin = endpoints.apis.get(physicalId)?.origin;
    return stage === undefined || origin === undefined ? [] : [[logicalId, `${origin}/${stage}`]];
  });
  return Object.fromEntries(urls);
}
