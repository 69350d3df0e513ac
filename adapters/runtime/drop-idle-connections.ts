/** Has an SDK client make new connections after a while without use: those of a function that was frozen may be dead. */
import { systemClock } from './clock.ts';

/** What all clients of the SDK have. */
interface SdkClient {
  readonly middlewareStack: {
    add(
      middleware: <Input, Output>(next: (input: Input) => Promise<Output>) => (input: Input) => Promise<Output>,
      options: { readonly step: 'initialize'; readonly name: string },
    ): void;
  };
  readonly config: { readonly requestHandler: { destroy?(): void } };
}

/** Milliseconds. Longer than any request takes, and shorter than services and routers keep a silent connection. */
const IDLE = 30_000;

/**
 * A dead connection costs one of the few attempts, at worst in a silence of the whole request timeout, and a client keeps
 * as many connections as it once needed at the same time: one attempt after the other could meet a dead one.
 */
export function dropIdleConnections(client: SdkClient): void {
  let usedAt = systemClock();
  client.middlewareStack.add(
    (next) => (input) => {
      // Nothing that is still wanted is under way on them: a request is given up long before.
      if (Math.abs(systemClock() - usedAt) > IDLE) client.config.requestHandler.destroy?.();
      usedAt = systemClock();
      return next(input);
    },
    { step: 'initialize', name: 'dropIdleConnections' },
  );
}
