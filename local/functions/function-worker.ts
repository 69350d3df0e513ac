/** The worker thread of one execution environment: loads the handler once, then answers one invocation at a time. */
import { inspect } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { errorMessageOf, errorNameOf } from '../error-facts.ts';
import { numberOf, objectOf, stringOf } from '../json-value.ts';
import { type Handler, loadHandler } from './load-handler.ts';
import type { InvokeMessage, WorkerMessage, WorkerSetup } from './worker-messages.ts';

// Node has read it when the thread started; a function sees none of our own variables.
delete process.env.NODE_COMPILE_CACHE;
const setup = readSetup(workerData);
captureOutput(process.stdout);
captureOutput(process.stderr);

try {
  const handler = await loadHandler(setup.taskRoot, setup.handler);
  parentPort?.on('message', (message: InvokeMessage) => void answer(handler, message));
  post({ kind: 'ready' });
} catch (error) {
  fail('Init', error);
}

async function answer(handler: Handler, message: InvokeMessage): Promise<void> {
  try {
    const event: unknown = JSON.parse(message.event);
    const payload = JSON.stringify((await call(handler, event, contextOf(message))) ?? null);
    post({ kind: 'result', payload: payload ?? 'null' });
  } catch (error) {
    fail('Invoke', error);
  }
}

/** Callbacks ended with Node.js 24; before it, what a handler returns counts only when it is a promise. */
async function call(handler: Handler, event: unknown, context: unknown): Promise<unknown> {
  if (setup.runtimeMajor >= 24) {
    if (handler.length >= 3) {
      const message = 'Callback-based function handlers are not supported from Node.js 24 on';
      throw Object.assign(new Error(message), { name: 'Runtime.CallbackHandlerDeprecated' });
    }
    return handler(event, context);
  }
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const returned = handler(event, context, (error: unknown, result: unknown) =>
    error === null || error === undefined ? resolve(result) : reject(error),
  );
  return returned instanceof Promise || handler.length < 3 ? returned : promise;
}

function contextOf({ context, timeoutMs }: InvokeMessage): unknown {
  const deadline = performance.now() + timeoutMs;
  return {
    ...context,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
  };
}

/** The log gets the stack, the properties and the causes, as on Lambda; the caller gets name and message. */
function fail(phase: 'Init' | 'Invoke', error: unknown): void {
  post({ kind: 'output', text: `${phase} Error ${inspect(error)}\n` });
  post({ kind: 'failure', errorType: errorNameOf(error) ?? typeof error, errorMessage: errorMessageOf(error) });
}

/** Output goes through the same channel as results, so that a call's lines are all there when its result is. */
function captureOutput(stream: NodeJS.WriteStream): void {
  stream.write = (chunk: string | Uint8Array, ...rest: readonly unknown[]) => {
    post({ kind: 'output', text: typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8') });
    for (const callback of rest) if (typeof callback === 'function') callback();
    return true;
  };
}

function post(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

function readSetup(data: unknown): WorkerSetup {
  const { taskRoot, handler, runtimeMajor } = objectOf(data);
  return {
    taskRoot: stringOf(taskRoot) ?? '',
    handler: stringOf(handler) ?? '',
    runtimeMajor: numberOf(runtimeMajor) ?? 24,
  };
}
