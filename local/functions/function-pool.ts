/** The execution environments of one function: grown on demand, one invocation each at a time, kept when idle. */
import { errorMessageOf } from '../error-facts.ts';
import type { ExecutionEnvironment } from './execution-environment.ts';
import type { FunctionOutcome } from './function-invoker.ts';
import type { InvokeMessage } from './worker-messages.ts';

/** At most this many environments of one function run at once; further invocations wait. */
const LARGEST = 8;
/** At most this many start at once: a burst is served sooner by few warm ones than by many that start together. */
const STARTING_AT_ONCE = 2;

export interface FunctionPool {
  invoke(message: InvokeMessage): Promise<FunctionOutcome>;
  /** Starts the first environment before anybody needs it. */
  prewarm(): void;
  /** Lets running and waiting invocations end, then stops. */
  retire(): Promise<void>;
  /** Stops at once; what still runs fails. */
  stop(): Promise<void>;
}

const STOPPED: FunctionOutcome = {
  ok: false,
  errorType: 'Stopped',
  errorMessage: 'The function is not served any more',
  logs: [],
};

interface Waiting {
  readonly message: InvokeMessage;
  readonly resolve: (outcome: FunctionOutcome) => void;
}

export function createFunctionPool(start: () => ExecutionEnvironment): FunctionPool {
  const environments = new Set<ExecutionEnvironment>();
  const idle: ExecutionEnvironment[] = [];
  const waiting: Waiting[] = [];
  let starting = 0;
  let busy = 0;
  let stopped = false;
  let onQuiet: (() => void) | undefined;

  function dispatch(): void {
    while (waiting.length > 0) {
      const environment = takeIdle();
      if (environment === undefined) break;
      const next = waiting.shift();
      if (next !== undefined) void run(environment, next);
    }
    if (waiting.length > starting && starting < STARTING_AT_ONCE && environments.size < LARGEST) {
      void grow();
      dispatch();
    }
    if (waiting.length === 0 && busy === 0) onQuiet?.();
  }

  function takeIdle(): ExecutionEnvironment | undefined {
    for (let found = idle.pop(); found !== undefined; found = idle.pop()) {
      if (found.alive) return found;
      environments.delete(found);
    }
    return undefined;
  }

  async function run(environment: ExecutionEnvironment, { message, resolve }: Waiting): Promise<void> {
    busy += 1;
    const outcome = await environment.invoke(message);
    busy -= 1;
    // An uncaught error or process.exit may follow its own answer closely: a dead environment is not used again.
    if (environment.alive) idle.push(environment);
    else environments.delete(environment);
    resolve(outcome);
    dispatch();
  }

  async function grow(): Promise<void> {
    starting += 1;
    const outcome = await startOne();
    starting -= 1;
    if (!outcome.ok) waiting.shift()?.resolve(outcome);
    dispatch();
  }

  async function startOne(): Promise<FunctionOutcome> {
    let environment: ExecutionEnvironment;
    try {
      environment = start();
    } catch (error) {
      return {
        ok: false,
        errorType: 'Runtime.NotStarted',
        errorMessage: `the function's thread could not be started: ${errorMessageOf(error)}`,
        logs: [],
      };
    }
    environments.add(environment);
    const outcome = await environment.ready;
    if (outcome.ok) idle.push(environment);
    else environments.delete(environment);
    return outcome;
  }

  async function stop(): Promise<void> {
    stopped = true;
    for (const { resolve } of waiting.splice(0)) resolve(STOPPED);
    await Promise.all([...environments].map((environment) => environment.stop()));
  }

  return {
    async invoke(message) {
      if (stopped) return STOPPED;
      const { promise, resolve } = Promise.withResolvers<FunctionOutcome>();
      waiting.push({ message, resolve });
      dispatch();
      return promise;
    },
    prewarm() {
      if (environments.size === 0 && !stopped) void grow();
    },
    async retire() {
      const { promise, resolve } = Promise.withResolvers<void>();
      onQuiet = resolve;
      dispatch();
      await promise;
      await stop();
    },
    stop,
  };
}
