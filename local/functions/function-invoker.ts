/**
 * How the gateway calls a Lambda function, whoever runs it.
 *
 * The outcome is what the service `lambda:InvokeFunction` would give: a payload, or a function error. It rejects only
 * for a bug of the host.
 */
export interface FunctionInvoker {
  /** @param functionArn the function's ARN, with or without a version or alias behind it */
  invoke(functionArn: string, event: unknown): Promise<FunctionOutcome>;
}

export type FunctionOutcome =
  | { readonly ok: true; readonly payload: unknown; readonly undelivered?: never; readonly logs: readonly string[] }
  | {
      readonly ok: false;
      /** `Error.name`, or `Sandbox.Timedout` when the function's timeout passed. */
      readonly errorType: string;
      readonly errorMessage: string;
      /** Lambda did not take the event, which is over its limit; the function has not been asked. */
      readonly undelivered?: 'event_too_large';
      /** What the function wrote to stdout and stderr during this call, line by line. */
      readonly logs: readonly string[];
    };
