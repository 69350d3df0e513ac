/** Where a deployed server group is, as its gateway stack says. */
import type { AwsAccess } from './aws-credentials.ts';

export interface DeployedServerGroup {
  readonly account: string;
  /** The stack's outputs by name, such as `RegistryUrl`. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** @throws what the SDK throws; undefined when there is no such stack */
export async function readGatewayStack(
  serverGroup: string,
  { region, credentials }: AwsAccess,
): Promise<DeployedServerGroup | undefined> {
  const { CloudFormationClient, DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const client = new CloudFormationClient({ region, credentials, maxAttempts: 4 });
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: gatewayStackName(serverGroup) }));
    const [stack] = Stacks;
    if (stack === undefined) return undefined;
    const outputs = (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]);
    return { account: stack.StackId?.split(':')[4] ?? 'unknown', outputs: Object.fromEntries(outputs) };
  } catch (error) {
    if (isMissingStack(error)) return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}

export function gatewayStackName(serverGroup: string): string {
  return `tollgate-${serverGroup}-gateway`;
}

/** CloudFormation answers a validation error, whose message alone tells it from others. */
function isMissingStack(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationError' && error.message.includes('does not exist');
}
