/** What the host and a function's worker thread say to each other; payloads travel as JSON text, as on Lambda. */

/** Given to the worker when it is made. */
export interface WorkerSetup {
  readonly taskRoot: string;
  readonly handler: string;
  readonly runtimeMajor: number;
}

/** From the host: one invocation. */
export interface InvokeMessage {
  readonly kind: 'invoke';
  readonly event: string;
  readonly timeoutMs: number;
  readonly context: {
    readonly awsRequestId: string;
    readonly functionName: string;
    readonly functionVersion: string;
    readonly invokedFunctionArn: string;
    readonly memoryLimitInMB: string;
    readonly logGroupName: string;
    readonly logStreamName: string;
  };
}

/** From the worker, in the order in which things happened. */
export type WorkerMessage =
  | { readonly kind: 'output'; readonly text: string }
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly payload: string }
  | { readonly kind: 'failure'; readonly errorType: string; readonly errorMessage: string };
