/** One execution environment of a function: a worker thread that answers one invocation at a time until it dies. */
import { Worker } from 'node:worker_threads';
import { errorMessageOf, errorNameOf } from '../error-facts.ts';
import { MAXIMUM_RESULT_BYTES } from '../size-limits.ts';
import type { FunctionOutcome } from './function-invoker.ts';
import { createLineSplitter } from './line-splitter.ts';
import { threadOptions } from './thread-options.ts';
import type { InvokeMessage, WorkerMessage, WorkerSetup } from './worker-messages.ts';

/** How long the code outside the handler may take, in ms; Lambda's own limit. */
const INIT_LIMIT_MS = 10_000;

export interface ExecutionEnvironment {
  /** Settles when the handler is loaded, or with why it could not be. */
  readonly ready: Promise<FunctionOutcome>;
  readonly alive: boolean;
  invoke(message: InvokeMessage): Promise<FunctionOutcome>;
  stop(): Promise<void>;
}

export interface ExecutionEnvironmentOptions extends WorkerSetup {
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly onLine: (line: string) => void;
}

type Settlement = { readonly payload: unknown } | { readonly errorType: string; readonly errorMessage: string };

export function startExecutionEnvironment(options: ExecutionEnvironmentOptions): ExecutionEnvironment {
  const { taskRoot, handler, runtimeMajor } = options;
  const worker = new Worker(new URL('./function-worker.ts', import.meta.url), {
    name: handler,
    workerData: { taskRoot, handler, runtimeMajor } satisfies WorkerSetup,
    env: { ...options.environment, ...compileCache() },
    execArgv: [...threadOptions(process.execArgv, process.env.NODE_OPTIONS)],
    resourceLimits: { maxOldGenerationSizeMb: Math.max(options.memoryMb, 256) },
  });
  let alive = true;
  let lines: string[] = [];
  let settle: ((settlement: Settlement) => void) | undefined;
  const output = createLineSplitter((line) => {
    lines.push(line);
    options.onLine(line);
  });

  /** What comes next, success or failure, is the answer to this; a limit that passes ends the worker. */
  async function expectAnswer(limitMs: number): Promise<FunctionOutcome> {
    const { promise, resolve } = Promise.withResolvers<Settlement>();
    settle = resolve;
    const timer = setTimeout(() => {
      resolve({
        errorType: 'Sandbox.Timedout',
        errorMessage: `Task timed out after ${(limitMs / 1000).toFixed(2)} seconds`,
      });
      end();
    }, limitMs);
    const settlement = await promise;
    clearTimeout(timer);
    settle = undefined;
    output.flush();
    const logs = lines;
    lines = [];
    return 'payload' in settlement
      ? { ok: true, payload: settlement.payload, logs }
      : { ok: false, ...settlement, logs };
  }

  function end(): Promise<void> {
    alive = false;
    return worker.terminate().then(() => undefined);
  }

  worker.on('message', (message: WorkerMessage) => {
    switch (message.kind) {
      case 'output':
        return output.write(message.text);
      case 'ready':
        return settle?.({ payload: null });
      case 'result':
        return settle?.(settlementOf(message.payload));
      case 'failure':
        return settle?.({ errorType: message.errorType, errorMessage: message.errorMessage });
    }
  });
  worker.on('error', (error: unknown) => {
    alive = false;
    settle?.({ errorType: errorNameOf(error) ?? 'Runtime.UnhandledError', errorMessage: errorMessageOf(error) });
  });
  worker.on('exit', (code) => {
    alive = false;
    settle?.({ errorType: 'Runtime.ExitError', errorMessage: `Runtime exited with error: exit status ${code}` });
  });

  const ready = expectAnswer(INIT_LIMIT_MS).then(async (outcome) => {
    if (!outcome.ok) await end();
    return outcome;
  });
  return {
    ready,
    get alive() {
      return alive;
    },
    invoke(message) {
      if (!alive) throw new Error('this execution environment has ended');
      worker.postMessage(message);
      return expectAnswer(message.timeoutMs);
    },
    stop: end,
  };
}

/** Where this process keeps compiled code, so that the next environment starts sooner. The thread hides it from the handler. */
function compileCache(): Readonly<Record<string, string>> {
  const { NODE_COMPILE_CACHE } = process.env;
  return NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };
}

function settlementOf(json: string): Settlement {
  if (Buffer.byteLength(json) <= MAXIMUM_RESULT_BYTES) return { payload: JSON.parse(json) };
  return {
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${MAXIMUM_RESULT_BYTES} bytes).`,
  };
}
