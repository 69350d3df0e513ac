/** Sends every call to the functions that are served now, whoever made the call and when. */
import type { FunctionInvoker } from './function-invoker.ts';

export interface FunctionRouter extends FunctionInvoker {
  use(functions: FunctionInvoker): void;
}

export function createFunctionRouter(): FunctionRouter {
  let current: FunctionInvoker | undefined;
  return {
    async invoke(functionArn, event) {
      if (current === undefined) throw new Error(`${functionArn} is called before any function is served`);
      return current.invoke(functionArn, event);
    },
    use(functions) {
      current = functions;
    },
  };
}
