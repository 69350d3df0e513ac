/** Decides which server group a command is about: `--server-group`, TOLLGATE_SERVER_GROUP, or the embedded host that runs. */
import { standardAwsAccess } from '#adapters/http/aws-credentials.ts';
import { gatewayStackName, readGatewayStack } from '#adapters/http/gateway-stack-outputs.ts';
import { sigV4 } from '#adapters/http/sign-request.ts';
import { CliError, usageError } from '../cli-error.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { Target } from './target.ts';
import { unreachableAws } from './unreachable-aws.ts';

export interface TargetChoice {
  /** By flag or environment. */
  readonly serverGroup: string | undefined;
  /** Whether the embedded host is left aside. */
  readonly aws: boolean;
  readonly region: string | undefined;
  readonly registryUrl: string | undefined;
}

export interface TargetSources {
  readonly runningHost: () => Target | undefined;
  readonly awsAccess: typeof standardAwsAccess;
  readonly gatewayStack: typeof readGatewayStack;
  readonly env: NodeJS.ProcessEnv;
  /** Tells people which of two that they may mean is taken. */
  readonly notice: (line: string) => void;
}

export const targetSources = { awsAccess: standardAwsAccess, gatewayStack: readGatewayStack } as const;

/** @throws CliError when there is none */
export async function resolveTarget(choice: TargetChoice, sources: TargetSources): Promise<Target> {
  const { serverGroup, aws, registryUrl } = choice;
  const host = aws ? undefined : sources.runningHost();
  if (registryUrl !== undefined) return byUrl(registryUrl, choice, host, sources);
  if (host !== undefined && (serverGroup === undefined || serverGroup === host.serverGroup)) {
    if (serverGroup !== undefined && meansAws(sources.env)) {
      sources.notice(`Using the embedded host of "${serverGroup}" on this machine; --aws for the deployed one.`);
    }
    return host;
  }
  if (serverGroup !== undefined) return deployed(serverGroup, choice, sources);
  throw aws
    ? usageError('--aws says nothing of which server group.', 'Name it with --server-group or TOLLGATE_SERVER_GROUP.')
    : usageError(
        'No embedded host is running, and no server group is named.',
        'Start one with `npm start`, or name a deployed one with --server-group or TOLLGATE_SERVER_GROUP.',
      );
}

/** Whoever has set these may mean the deployed server group of the name. */
function meansAws(env: NodeJS.ProcessEnv): boolean {
  return ['AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_ENDPOINT_URL'].some((name) => Boolean(env[name]));
}

async function deployed(
  serverGroup: string,
  { region: chosenRegion }: TargetChoice,
  { awsAccess, gatewayStack, runningHost }: TargetSources,
): Promise<Target> {
  if (!/^[a-zA-Z0-9-]{1,100}$/.test(serverGroup)) throw usageError(`"${serverGroup}" is no name of a server group.`);
  const access = await awsAccess(chosenRegion);
  const { region } = access;
  const stack = await gatewayStack(serverGroup, access).catch((error: unknown) => {
    throw unreachableAws(error, region) ?? error;
  });
  const { RegistryUrl, GatewayUrl, TokenUrl, Issuer, JwksUrl, MetadataUrl } = stack?.outputs ?? {};
  if (stack === undefined || RegistryUrl === undefined) {
    const account = stack?.account ?? (await access.credentials()).accountId;
    const place = account === undefined ? region : `${region} of account ${account}`;
    const host = runningHost();
    throw new CliError(
      `There is no server group "${serverGroup}" in ${place}: the stack ${gatewayStackName(serverGroup)} is not there.${
        host === undefined ? '' : ` The embedded host that runs here is "${host.serverGroup}".`
      }`,
      `Check the region and the credentials, or deploy it: npx cdk deploy '${serverGroup}/*'`,
      EXIT_CODES.notFound,
    );
  }
  return {
    serverGroup,
    account: stack.account,
    region,
    registryUrl: RegistryUrl,
    ...(GatewayUrl !== undefined && { gatewayUrl: GatewayUrl }),
    ...(TokenUrl !== undefined && { tokenUrl: TokenUrl }),
    ...(Issuer !== undefined && { issuer: Issuer }),
    ...(JwksUrl !== undefined && { jwksUrl: JwksUrl }),
    ...(MetadataUrl !== undefined && { metadataUrl: MetadataUrl }),
    sign: sigV4(region, access.credentials),
  };
}

/** The embedded host's own key pair signs for the embedded host alone. */
async function byUrl(
  text: string,
  { serverGroup, region }: TargetChoice,
  host: Target | undefined,
  { awsAccess }: TargetSources,
): Promise<Target> {
  const registryUrl = readRegistryUrl(text);
  if (host !== undefined && host.registryUrl.replace(/\/$/, '') === registryUrl) return host;
  const access = await awsAccess(region);
  return {
    ...(serverGroup !== undefined && { serverGroup }),
    account: 'of the credentials',
    region: access.region,
    registryUrl,
    sign: sigV4(access.region, access.credentials),
  };
}

/** Signed requests may carry a session token, which must not travel in the open. */
function readRegistryUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const loopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url?.hostname ?? '');
  if (url?.protocol !== 'https:' && !(url?.protocol === 'http:' && loopback)) {
    throw usageError('--registry-url wants an https URL.', "It is the output RegistryUrl of the server group's stack.");
  }
  return url.origin + url.pathname.replace(/\/$/, '');
}
