/** Describes a change for the audit trail: who, what and when, and by digest what the thing showed before and since. */
import type { Change } from './aggregate.ts';

/** Who asks, as API Gateway has found by the signature. */
export interface Caller {
  /** ARN of the IAM principal. */
  readonly principal: string;
  readonly requestId: string;
}

/** SHA-256 in lower-case hex. */
export type Digest = (text: string) => string;

export interface ChangeDescription {
  readonly caller: Caller;
  readonly action: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** What the thing showed, in the registry API's own form; absent at creation. */
  readonly before?: object;
  readonly after: object;
  readonly subject?: string;
}

export function describeChange(
  { caller, action, at, before, after, subject }: ChangeDescription,
  digest: Digest,
): Change {
  return {
    action,
    principal: caller.principal,
    requestId: caller.requestId,
    at,
    ...(before !== undefined && { before: digest(JSON.stringify(before)) }),
    after: digest(JSON.stringify(after)),
    ...(subject !== undefined && { subject }),
  };
}
