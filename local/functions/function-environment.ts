/** The environment variables a function sees: Lambda's own, those of the template, and nothing of the user's shell. */
import type { FunctionDefinition } from './function-definition.ts';

/** Variables of this process that are harmless and that programs expect to find. */
const PASSED_ON = ['PATH', 'LANG', 'LC_ALL', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'];

/** Where the stand-ins listen, and the made-up credentials that they accept. */
export interface ServiceEndpoints {
  readonly region: string;
  readonly dynamodb: string;
  readonly kms: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export function functionEnvironment(
  definition: FunctionDefinition,
  taskRoot: string,
  services: ServiceEndpoints,
): Readonly<Record<string, string>> {
  const passedOn = PASSED_ON.flatMap((name): [string, string][] => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    ...Object.fromEntries(passedOn),
    TZ: ':UTC',
    ...definition.environment,
    AWS_REGION: services.region,
    AWS_DEFAULT_REGION: services.region,
    AWS_ACCESS_KEY_ID: services.accessKeyId,
    AWS_SECRET_ACCESS_KEY: services.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: services.dynamodb,
    AWS_ENDPOINT_URL_KMS: services.kms,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${definition.runtimeMajor}.x`,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: definition.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LAMBDA_TASK_ROOT: taskRoot,
    LAMBDA_RUNTIME_DIR: taskRoot,
    _HANDLER: definition.handler,
  };
}
