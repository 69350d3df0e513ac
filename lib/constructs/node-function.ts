/** A Lambda function of ours, with a log group and a role of its own that may do nothing but what it is given. */

import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { type Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { FunctionName } from '#core/catalog/reserved-concurrency.ts';
import type { ServerGroup } from '#core/catalog/server-group.ts';
import type { Access } from './access.ts';
import { type FunctionCatalogue, type FunctionFolder, nodeFunctionCode } from './node-function-code.ts';
import { removalPolicyOf } from './removal-policy.ts';

export interface NodeFunctionProps<Name extends string> {
  readonly group: ServerGroup;
  readonly folder: FunctionFolder;
  readonly description: string;
  /** The list of the function's environment.ts: {@link environment} must hold exactly these variables. */
  readonly environmentNames: readonly Name[];
  /** A text, or an {@link Access} that brings the permission along. */
  readonly environment: EnvironmentOf<NoInfer<Name>>;
  /** Written beside the code as `catalogue.json`. @default - the function does not read the catalogue */
  readonly catalogue?: FunctionCatalogue;
  readonly timeout: Duration;
  /** MiB; the share of a processor grows with it. @default 512 */
  readonly memorySize?: number;
}

/** Exactly these variables: one too many is a compile error, as is one too few. */
type EnvironmentOf<Name extends string> = [Name] extends [never]
  ? Readonly<Record<string, never>>
  : Readonly<Record<Name, string | Access>>;

/** What an operator calls each function, where concurrency is reserved for it. */
const NAMES: Readonly<Record<FunctionFolder, FunctionName>> = {
  token: 'token',
  'verify-access-token': 'verifyAccessToken',
  'verify-and-forward': 'verifyAndForward',
  forward: 'forward',
  'serve-documents': 'serveDocuments',
  registry: 'registry',
  'rotate-signing-keys': 'rotateSigningKeys',
  'sweep-audit-trail': 'sweepAuditTrail',
  'sample-backend': 'sampleBackend',
};

export class NodeFunction<Name extends string> extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: NodeFunctionProps<Name>) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: removalPolicyOf(props.group),
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);

    const reserved = props.group.reservedConcurrency[NAMES[props.folder]];
    const variables = Object.entries<string | Access>(props.environment);
    this.lambda = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      // `cdk ls` and `cdk destroy` need no code.
      code: Stack.of(this).bundlingRequired
        ? nodeFunctionCode(props.folder, props.catalogue)
        : Code.fromInline('// not bundled'),
      handler: 'index.handler',
      environment: Object.fromEntries(
        variables.map(([name, value]) => [name, typeof value === 'string' ? value : value.value]),
      ),
      timeout: props.timeout,
      memorySize: props.memorySize ?? 512,
      ...(reserved === undefined ? {} : { reservedConcurrentExecutions: reserved }),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      // Start, end and duration of each call are in the metrics already.
      systemLogLevelV2: SystemLogLevel.WARN,
    });
    for (const [, value] of variables) if (typeof value !== 'string') value.grantTo(this.lambda);
  }
}
