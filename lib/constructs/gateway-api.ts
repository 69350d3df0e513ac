/** The gateway: the REST API under which every project of a server group is found. */
import type { CfnAccount, Resource } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { resourceMetadataUrl } from '#core/catalog/resource-metadata-url.ts';
import type { ServerGroup } from '#core/catalog/server-group.ts';
import { addGatewayResponses } from './gateway-responses.ts';
import { LoggedRestApi, type Throttle } from './logged-rest-api.ts';

export interface GatewayApiProps {
  readonly group: ServerGroup;
  readonly loggingAccount: CfnAccount;
  /** Where clients authenticate, each by POST; these have a limit of their own. */
  readonly clientPaths: readonly string[];
  readonly stageVariables: Readonly<Record<string, string>>;
  /** Whether there is a WSDL project. */
  readonly speaksSoap: boolean;
}

/** For each method by itself; what the account allows for all of them (10,000 calls per second, or 2,500) stands above it. */
const GATEWAY_THROTTLE: Throttle = { rate: 2_000, burst: 1_000 };
/** A flood of token requests must leave room for the calls that are made with tokens. POST is a method of its own for it. */
const CLIENT_THROTTLE: Throttle = { rate: 500, burst: 250 };

export class GatewayApi extends Construct {
  private readonly api: LoggedRestApi;
  /** The stage's URL, without a slash at the end. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: GatewayApiProps) {
    super(scope, id);
    const { group, loggingAccount, clientPaths, stageVariables, speaksSoap } = props;
    this.api = new LoggedRestApi(this, 'Gateway', {
      group,
      name: `tollgate-${group.name}-gateway`,
      description: `Tollgate ${group.name}: token endpoint and API projects`,
      loggingAccount,
      // Bodies of any type reach the backends byte for byte.
      binaryMediaTypes: ['*/*'],
      stageVariables,
      throttle: GATEWAY_THROTTLE,
      methodThrottles: Object.fromEntries(clientPaths.map((path) => [`${path}/POST`, CLIENT_THROTTLE])),
      logFields: {
        principal: '$context.authorizer.principalId',
        reason: '$context.authorizer.reason',
        refusal: '$context.authorizer.refusal',
        authorizerError: '$context.authorizer.error',
        authorizerStatus: '$context.authorizer.status',
        authorizerLatency: '$context.authorizer.latency',
      },
    });
    this.url = this.api.url;
    const resourceMetadata = resourceMetadataUrl(this.url);
    addGatewayResponses(this.api.restApi, { realm: group.name, resourceMetadata, speaksSoap });
  }

  /** The API's resource for a path below the stage, made with its parents when it is not there yet. */
  resourceForPath(path: string): Resource {
    return this.api.restApi.root.resourceForPath(path);
  }
}
