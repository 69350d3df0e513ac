/** AWS credentials and region from where all AWS tools take them: environment, profiles, SSO, containers, instances. */
import type { AwsCredentials } from './sign-request.ts';

export interface AwsAccess {
  readonly region: string;
  /** @throws Error of the name `CredentialsProviderError` when there are none */
  credentials(): Promise<AwsCredentials>;
}

export class NoAwsRegionError extends Error {
  override readonly name = 'NoAwsRegionError';
}

/**
 * @param region @default - AWS_REGION, or that of the profile
 * @throws NoAwsRegionError
 */
export async function standardAwsAccess(region: string | undefined): Promise<AwsAccess> {
  // Loaded when it is needed: whoever calls the embedded host has no use for it.
  const { defaultProvider } = await import('@aws-sdk/credential-provider-node');
  return { region: region ?? (await defaultRegion()), credentials: defaultProvider() };
}

/** The SDK's clients know all places in which a region may be written. */
async function defaultRegion(): Promise<string> {
  const { CloudFormationClient } = await import('@aws-sdk/client-cloudformation');
  const client = new CloudFormationClient({});
  try {
    return await client.config.region();
  } catch (cause) {
    throw new NoAwsRegionError('No AWS region is configured.', { cause });
  } finally {
    client.destroy();
  }
}
