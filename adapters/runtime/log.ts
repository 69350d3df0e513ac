/** Writes one JSON line per event, from an allow-list of fields: there is no way to log a request, a header or a body. */

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
  /** How many things were seen to. */
  readonly done?: number;
  /** How many things could not be seen to. */
  readonly failed?: number;
  /** How many damaged items were met. */
  readonly unreadable?: number;
  /** The class of a fault, for instance `TimeoutError`. */
  readonly fault?: string;
  /** A fault's own message; faults are made by us, by node or by the SDK, and carry no request. */
  readonly faultMessage?: string;
}

export type LogLevel = 'INFO' | 'WARN' | 'ERROR';
export type Log = (level: LogLevel, event: string, fields?: LogFields) => void;

/**
 * Writes past `console`, which Lambda replaces with one that would wrap the line in another JSON object. With `timestamp`
 * and `level` in it, Lambda filters the line by level and leaves it as it is.
 *
 * @param event a short sentence that is the same each time, so that it can be searched for
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-advanced.html
 */
export const log: Log = (level, event, fields = {}) => {
  const timestamp = new Date().toISOString();
  process.stdout.write(`${JSON.stringify({ timestamp, level, event, ...pick(fields) })}\n`);
};

/** What may be said of a thrown thing. */
export function describeFault(thrown: unknown): Pick<LogFields, 'fault' | 'faultMessage'> {
  if (!(thrown instanceof Error)) return { fault: typeof thrown };
  const cause = thrown.cause instanceof Error ? ` (${thrown.cause.name}: ${thrown.cause.message})` : '';
  return { fault: thrown.name, faultMessage: `${thrown.message}${cause}`.slice(0, 500) };
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

/** Reports an item that cannot be read; whoever asked for it goes on without it. */
export function reportUnreadable(error: Error): void {
  log('ERROR', 'damaged item', describeFault(error));
}

/** Reports an entry of the audit trail that could not be added: whoever comes across the thing next adds it. */
export function reportLateEntry(fault: unknown, { entity }: { readonly entity: string }): void {
  log('ERROR', 'audit entry is late', { entity, ...describeFault(fault) });
}
