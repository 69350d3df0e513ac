/** What a running host tells others about itself: the file `local.json`, present exactly while it is ready. */

import type { Credentials } from './credentials.ts';
import type { Demo } from './demo/create-demo.ts';
import type { Deployment } from './deploy-assembly.ts';
import { stringOf } from './json-value.ts';

/** Besides these fields, every output of the template stands there under its name in camelCase. */
export interface LocalJson {
  readonly serverGroup: string;
  readonly pid: number;
  /** Stage URL of the API that clients call. */
  readonly gatewayUrl: string;
  /** Stage URL of the registry's API, when the template has one. */
  readonly registryUrl?: string;
  /** What signed (`AWS_IAM`) requests are signed with. */
  readonly credentials: Credentials & { readonly region: string };
  /** Stage URLs of all APIs by logical id. */
  readonly apis: Readonly<Record<string, string>>;
  readonly demo?: Demo;
  readonly [output: string]: unknown;
}

export function describeHost(deployment: Deployment, credentials: Credentials, demo: Demo | undefined): LocalJson {
  const { gatewayUrl, registryUrl, ...outputs } = namedOutputs(deployment.outputs);
  const registry = stringOf(registryUrl);
  return {
    serverGroup: deployment.tollgate.serverGroup ?? deployment.name,
    pid: process.pid,
    gatewayUrl: stringOf(gatewayUrl) ?? Object.values(deployment.apis)[0] ?? '',
    ...(registry === undefined ? {} : { registryUrl: registry }),
    ...outputs,
    apis: deployment.apis,
    credentials: { ...credentials, region: deployment.region },
    ...(demo === undefined ? {} : { demo }),
  };
}

/** Without those that CDK makes by itself: an API's endpoint, and references between stacks. */
export function namedOutputs(outputs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const named = Object.entries(outputs).filter(
    ([name]) => !/Endpoint[0-9A-F]{8}$/.test(name) && !/^(ExportsOutput|PublishOutput)/.test(name),
  );
  return Object.fromEntries(named.map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]));
}
