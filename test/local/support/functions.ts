/** Functions of inline code, run by a function host of their own. */
import type { FunctionDefinition } from '#local/functions/function-definition.ts';
import { createFunctionHost, type FunctionHost } from '#local/functions/function-host.ts';
import { temporaryDirectory } from './write-assembly.ts';

const place = 'arn:aws:lambda:us-east-1:000000000000:function:';

export const arnOf = (name: string) => `${place}${name}`;

export function inlineFunction(
  name: string,
  source: string,
  more: Partial<FunctionDefinition> = {},
): FunctionDefinition {
  return {
    logicalId: name,
    name,
    arn: arnOf(name),
    handler: 'index.handler',
    runtimeMajor: 24,
    timeoutMs: 3000,
    memoryMb: 128,
    logGroup: `/aws/lambda/${name}`,
    environment: {},
    code: { kind: 'inline', source },
    ...more,
  };
}

export function hostOf(definitions: readonly FunctionDefinition[], directory = temporaryDirectory()): FunctionHost {
  return createFunctionHost(definitions, {
    codeDirectory: `${directory}/functions`,
    logsDirectory: `${directory}/logs`,
    services: {
      region: 'us-east-1',
      dynamodb: 'http://127.0.0.1:1',
      kms: 'http://127.0.0.1:2',
      accessKeyId: 'AKIALOCAL',
      secretAccessKey: 'fake',
    },
  });
}
