/** Runs the functions of a template: finds the pool behind an ARN and gives every invocation its context. */
import { randomUUID } from 'node:crypto';
import { MAXIMUM_EVENT_BYTES } from '../size-limits.ts';
import { startExecutionEnvironment } from './execution-environment.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { functionEnvironment, type ServiceEndpoints } from './function-environment.ts';
import type { FunctionInvoker, FunctionOutcome } from './function-invoker.ts';
import { openFunctionLog } from './function-log.ts';
import { createFunctionPool } from './function-pool.ts';
import { installCode } from './install-code.ts';

export interface FunctionHost extends FunctionInvoker {
  /** Starts one environment of each function but those named by ARN. */
  prewarm(except: ReadonlySet<string>): void;
  /** Lets what runs end, then stops. */
  retire(): Promise<void>;
  stop(): Promise<void>;
}

export interface FunctionHostOptions {
  /** Where the code is laid down. */
  readonly codeDirectory: string;
  readonly logsDirectory: string;
  readonly services: ServiceEndpoints;
}

export function createFunctionHost(
  definitions: readonly FunctionDefinition[],
  options: FunctionHostOptions,
): FunctionHost {
  const functions = new Map(definitions.map((definition) => [definition.arn, createFunction(definition, options)]));
  const each = (act: (served: ServedFunction) => Promise<void>) =>
    Promise.all([...functions.values()].map(act)).then(() => undefined);
  return {
    async invoke(functionArn, event) {
      const { arn, qualifier } = splitArn(functionArn);
      const served = functions.get(arn);
      if (served === undefined) {
        const errorMessage = `Function not found: ${functionArn}`;
        return { ok: false, errorType: 'ResourceNotFoundException', errorMessage, logs: [] };
      }
      const { definition, pool } = served;
      const json = JSON.stringify(event ?? null);
      if (Buffer.byteLength(json) > MAXIMUM_EVENT_BYTES) return EVENT_TOO_LARGE;
      return pool.invoke({
        kind: 'invoke',
        event: json,
        timeoutMs: definition.timeoutMs,
        context: {
          awsRequestId: randomUUID(),
          functionName: definition.name,
          functionVersion: /^\d+$/.test(qualifier) ? qualifier : '$LATEST',
          invokedFunctionArn: functionArn,
          memoryLimitInMB: String(definition.memoryMb),
          logGroupName: definition.logGroup,
          logStreamName: 'local',
        },
      });
    },
    prewarm(except) {
      for (const [arn, { pool }] of functions) if (!except.has(arn)) pool.prewarm();
    },
    retire: () => each((served) => served.pool.retire().then(served.close)),
    stop: () => each((served) => served.pool.stop().then(served.close)),
  };
}

const EVENT_TOO_LARGE: FunctionOutcome = {
  ok: false,
  errorType: 'RequestTooLargeException',
  errorMessage: `Request must be smaller than ${MAXIMUM_EVENT_BYTES} bytes for the InvokeFunction operation`,
  undelivered: 'event_too_large',
  logs: [],
};

interface ServedFunction {
  readonly definition: FunctionDefinition;
  readonly pool: ReturnType<typeof createFunctionPool>;
  readonly close: () => void;
}

function createFunction(definition: FunctionDefinition, options: FunctionHostOptions): ServedFunction {
  const taskRoot = installCode(definition.code, options.codeDirectory);
  const log = openFunctionLog(options.logsDirectory, definition.logicalId);
  const environment = functionEnvironment(definition, taskRoot, options.services);
  const pool = createFunctionPool(() =>
    startExecutionEnvironment({
      taskRoot,
      handler: definition.handler,
      runtimeMajor: definition.runtimeMajor,
      environment,
      memoryMb: definition.memoryMb,
      onLine: log.write,
    }),
  );
  return { definition, pool, close: log.close };
}

function splitArn(functionArn: string): { readonly arn: string; readonly qualifier: string } {
  const parts = functionArn.split(':');
  return { arn: parts.slice(0, 7).join(':'), qualifier: parts[7] ?? '' };
}
