/** Metrics in a log line, by CloudWatch's embedded metric format: counted without a call, and without a wait. */
import type { LogFields } from './log.ts';
import type { Message } from './messages.ts';

const NAMESPACE = 'Tollgate';

export interface MetricSource {
  readonly serverGroup: string;
  /** Epoch milliseconds. */
  readonly timestamp: number;
}

/**
 * What a line needs besides its fields; nothing for a message without metrics. Every metric is there by server group, and a
 * count by its reason or route as well: these are words of ours, so their number is small. Clients are no dimension, since
 * each would be a metric of its own.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(
  { counts, measures = {} }: Message,
  fields: LogFields,
  { serverGroup, timestamp }: MetricSource,
): Readonly<Record<string, unknown>> {
  const measured = Object.entries(measures).flatMap(([field, { metric, unit }]) => {
    const value = measuredIn(fields, field);
    return value === undefined ? [] : [{ metric, unit, value }];
  });
  const all = [...(counts === undefined ? [] : [{ metric: counts, unit: 'Count', value: 1 }]), ...measured];
  if (all.length === 0) return {};
  const detail = fields.reason ?? fields.route;
  const directive = {
    Namespace: NAMESPACE,
    Dimensions: [['ServerGroup']],
    Metrics: all.map(({ metric, unit }) => ({ Name: metric, Unit: unit })),
  };
  const byDetail = {
    Namespace: NAMESPACE,
    Dimensions: [['ServerGroup', 'Reason']],
    Metrics: [{ Name: counts, Unit: 'Count' }],
  };
  return {
    ...Object.fromEntries(all.map(({ metric, value }) => [metric, value])),
    ServerGroup: serverGroup,
    ...(detail !== undefined && { Reason: detail }),
    _aws: {
      Timestamp: timestamp,
      CloudWatchMetrics: counts === undefined || detail === undefined ? [directive] : [directive, byDetail],
    },
  };
}

function measuredIn(fields: LogFields, field: string): number | undefined {
  const value = Object.entries(fields).find(([name]) => name === field)?.[1];
  return typeof value === 'number' ? value : undefined;
}
