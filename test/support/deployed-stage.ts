/** A stage that is deployed, by the outputs of its stack: what the black-box tests need to talk to it. */
import { readFileSync } from 'node:fs';
import { standardAwsAccess } from '#adapters/http/aws-credentials.ts';
import { readGatewayStack } from '#adapters/http/gateway-stack-outputs.ts';
import type { Stage } from './embedded-host.ts';

/** What the stack says, by name; each of them is the name of an output as well, but for its first letter. */
const OUTPUTS = [
  'gatewayUrl',
  'registryUrl',
  'tokenUrl',
  'issuer',
  'metadataUrl',
  'jwksUrl',
  'introspectionUrl',
  'revocationUrl',
] as const;

/** @throws Error where there is no such stack, or an output is missing; and what the SDK throws */
export async function describeStage(serverGroup: string, region?: string): Promise<Stage> {
  const access = await standardAwsAccess(region);
  const stack = await readGatewayStack(serverGroup, access);
  if (stack === undefined) throw new Error(`There is no server group "${serverGroup}" in ${access.region}.`);
  const output = (name: (typeof OUTPUTS)[number]) => {
    const value = stack.outputs[`${name[0]?.toUpperCase()}${name.slice(1)}`];
    if (value === undefined)
      throw new Error(`The stack of the server group "${serverGroup}" lacks the output ${name}.`);
    return value;
  };
  const urls = Object.fromEntries(OUTPUTS.map((name) => [name, output(name)])) as Record<
    (typeof OUTPUTS)[number],
    string
  >;
  return { serverGroup, region: access.region, ...urls };
}

/** Reads what {@link describeStage} said, as JSON in a file. */
export function readDeployedStage(file: string): Stage {
  return JSON.parse(readFileSync(file, 'utf8'));
}
