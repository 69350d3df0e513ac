/** Writes one JSON line per message, from an allow-list of fields: there is no way to log a request, a header or a body. */
import { Fault } from '#core/fault.ts';
import { describeFault } from './describe-fault.ts';
import { embeddedMetrics } from './embedded-metrics.ts';
import { MESSAGES, type Message, type MessageName } from './messages.ts';

/** Every field that a log line may have. None of them can hold a token, a secret, a hash or an Authorization value. */
export interface LogFields {
  readonly requestId?: string;
  /** Why something was refused: a tag of our own, never text from a request. */
  readonly reason?: string;
  readonly route?: string;
  readonly projectId?: string;
  readonly productId?: string;
  readonly clientId?: string;
  readonly consumerKey?: string;
  readonly secretId?: string;
  /** As in RFC 8414 §2, for instance `client_secret_basic`. */
  readonly authenticationMethod?: string;
  /** Of the thing that was changed. */
  readonly revision?: number;
  readonly kid?: string;
  /** Days since the key was made. */
  readonly ageDays?: number;
  /** Seconds since what is used was read. */
  readonly ageSeconds?: number;
  readonly principal?: string;
  /** As the audit trail names it, for instance `product/starter`. */
  readonly entity?: string;
  readonly status?: number;
  readonly milliseconds?: number;
  /** How many of the things that a verdict needs were kept from before. */
  readonly cacheHits?: number;
  /** How many of them were read for it. */
  readonly cacheMisses?: number;
  /** How many of them were known from before an outage. */
  readonly staleServed?: number;
  /** How many things were seen to. */
  readonly done?: number;
  /** How many things could not be seen to. */
  readonly failed?: number;
  /** How many damaged items were met. */
  readonly unreadable?: number;
  /** The class of a fault, for instance `TimeoutError`. */
  readonly fault?: string;
  /** What describe-fault.ts says of a fault: never a message that somebody else has made. */
  readonly faultMessage?: string;
}

export type Log = (message: MessageName, fields?: LogFields) => void;

/**
 * Writes past `console`, which Lambda replaces with one that would wrap the line in another JSON object. With `timestamp`
 * and `level` in it, Lambda filters the line by level and leaves it as it is.
 *
 * @throws Fault where Node is told to log what it sends
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-advanced.html
 */
export function createLog(
  serverGroup: string,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): Log {
  // With it Node itself writes the headers of each request into the log, which nobody could keep it from later.
  if (variables.NODE_DEBUG)
    throw new Fault('No function starts while NODE_DEBUG is set: it would log tokens and secrets.');
  return (event, fields = {}) => {
    const now = new Date();
    const message: Message = MESSAGES[event];
    const picked = pick(fields);
    const metrics = embeddedMetrics(message, picked, { serverGroup, timestamp: now.getTime() });
    const { code, level } = message;
    const line = { timestamp: now.toISOString(), level, code, event, ...picked, ...metrics };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  };
}

const NAMES: readonly (keyof LogFields)[] = [
  'requestId',
  'reason',
  'route',
  'projectId',
  'productId',
  'clientId',
  'consumerKey',
  'secretId',
  'authenticationMethod',
  'revision',
  'kid',
  'ageDays',
  'ageSeconds',
  'principal',
  'entity',
  'status',
  'milliseconds',
  'cacheHits',
  'cacheMisses',
  'staleServed',
  'done',
  'failed',
  'unreadable',
  'fault',
  'faultMessage',
];

/** The compiler lets through objects with more properties than their type names; this does not. */
function pick(fields: LogFields): LogFields {
  return Object.fromEntries(NAMES.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])));
}

/** Reports items that cannot be read; whoever asked for one goes on without it. */
export function reportUnreadable(log: Log): (error: Error) => void {
  return (error) => log('damaged item', describeFault(error));
}

/** Reports entries of the audit trail that could not be added: whoever comes across the thing next adds one. */
export function reportLateEntry(log: Log): (fault: unknown, about: { readonly entity: string }) => void {
  return (fault, { entity }) => log('audit entry is late', { entity, ...describeFault(fault) });
}
