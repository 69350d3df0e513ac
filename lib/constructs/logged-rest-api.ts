/** A regional REST API whose one stage bears the server group's name, is throttled, and logs every call but no secret. */
import { Aws } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  type CfnAccount,
  CfnRestApi,
  EndpointType,
  LogGroupLogDestination,
  type MethodDeploymentOptions,
  MethodLoggingLevel,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { ServerGroup } from '#core/catalog/server-group.ts';
import { acknowledge } from './acknowledge.ts';
import { removalPolicyOf } from './removal-policy.ts';

export interface LoggedRestApiProps {
  readonly group: ServerGroup;
  readonly name: string;
  readonly description: string;
  /** Lets API Gateway write logs; see gateway-logging-account.ts. */
  readonly loggingAccount: CfnAccount;
  /** @default - none: bodies are text */
  readonly binaryMediaTypes?: readonly string[];
  /** @default - none */
  readonly stageVariables?: Readonly<Record<string, string>>;
  /** Calls of all clients together, for each method by itself. */
  readonly throttle: Throttle;
  /** Narrower limits by the method's key, for instance `/AccessToken/POST`. @default - none */
  readonly methodThrottles?: Readonly<Record<string, Throttle>>;
  /** Fields of the access log besides {@link ACCESS_LOG_FIELDS}, by name. @default - none */
  readonly logFields?: Readonly<Record<string, string>>;
}

export interface Throttle {
  /** Calls per second, sustained. */
  readonly rate: number;
  /** Calls at once. */
  readonly burst: number;
}

/** No query string, header or key is among them: a token may stand in any of these. */
const ACCESS_LOG_FIELDS = {
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  sourceIp: '$context.identity.sourceIp',
  method: '$context.httpMethod',
  resourcePath: '$context.resourcePath',
  path: '$context.path',
  protocol: '$context.protocol',
  tlsVersion: '$context.tlsVersion',
  status: '$context.status',
  errorType: '$context.error.responseType',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  integrationStatus: '$context.integration.status',
  integrationLatency: '$context.integration.latency',
  integrationError: '$context.integration.error',
} as const;

export class LoggedRestApi extends Construct {
  readonly restApi: RestApi;
  /** The stage's URL, without a slash at the end; made of the API's id alone, so that its own functions may hold it. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: LoggedRestApiProps) {
    super(scope, id);
    const { group } = props;
    const logs = { retention: RetentionDays.THREE_MONTHS, removalPolicy: removalPolicyOf(group) };
    const accessLogs = new LogGroup(this, 'AccessLogs', logs);

    this.restApi = new RestApi(this, 'Api', {
      restApiName: props.name,
      description: props.description,
      endpointTypes: [EndpointType.REGIONAL],
      ...(props.binaryMediaTypes === undefined ? {} : { binaryMediaTypes: [...props.binaryMediaTypes] }),
      cloudWatchRole: false,
      deployOptions: {
        stageName: group.name,
        ...(props.stageVariables === undefined ? {} : { variables: { ...props.stageVariables } }),
        accessLogDestination: new LogGroupLogDestination(accessLogs),
        accessLogFormat: AccessLogFormat.custom(JSON.stringify({ ...ACCESS_LOG_FIELDS, ...props.logFields })),
        ...methodOptions(props.throttle),
        methodOptions: Object.fromEntries(
          Object.entries(props.methodThrottles ?? {}).map(([key, throttle]) => [key, methodOptions(throttle)]),
        ),
        // A trace would record URLs with their query strings.
        tracingEnabled: false,
      },
    });
    acknowledge(this.restApi, {
      requestValidation:
        'Requests are judged by the functions, or by the backends, which say in their own words what is wrong.',
      webApplicationFirewall:
        'A web ACL costs by the month and is the operator’s choice; each method is throttled without one.',
      cognitoAuthorizer:
        'Access tokens are Tollgate’s own, and the registry is for IAM principals; there is no user pool.',
    });
    requireTls12(this.restApi);
    // An output of its own accord; the stack has better ones.
    this.restApi.node.tryRemoveChild('Endpoint');

    const { restApiId, deploymentStage } = this.restApi;
    // API Gateway would make this group itself, and keep it for ever.
    const executionLogs = new LogGroup(this, 'ExecutionLogs', {
      ...logs,
      logGroupName: `API-Gateway-Execution-Logs_${restApiId}/${group.name}`,
    });
    deploymentStage.node.addDependency(props.loggingAccount, executionLogs);

    this.url = `https://${restApiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}/${group.name}`;
  }
}

/** What a method's own setting leaves out is not taken from the stage's, so all of it is said each time. */
function methodOptions({ rate, burst }: Throttle): MethodDeploymentOptions {
  return {
    throttlingRateLimit: rate,
    throttlingBurstLimit: burst,
    loggingLevel: MethodLoggingLevel.ERROR,
    // Full request data would put tokens and secrets into the log.
    dataTraceEnabled: false,
    // API Gateway counts per API and stage anyway; per method it would be charged for.
    metricsEnabled: false,
  };
}

/** The construct has no property for this yet. */
function requireTls12({ node }: RestApi): void {
  if (!(node.defaultChild instanceof CfnRestApi)) throw new Error('A RestApi without its resource.');
  node.defaultChild.securityPolicy = 'SecurityPolicy_TLS13_1_2_PQ_2025_09';
  node.defaultChild.endpointAccessMode = 'BASIC';
}
