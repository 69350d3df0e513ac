import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { embeddedMetrics } from '#adapters/runtime/embedded-metrics.ts';
import type { LogFields } from '#adapters/runtime/log.ts';
import { MESSAGES, type Message, type MessageName } from '#adapters/runtime/messages.ts';

const SOURCE = { serverGroup: 'alpha', timestamp: 1_767_323_045_678 };
const metricsOf = (name: MessageName, fields: LogFields = {}) => embeddedMetrics(MESSAGES[name], fields, SOURCE);
const messages: readonly (readonly [string, Message])[] = Object.entries(MESSAGES);

describe('the metrics of a message', () => {
  test('count it for its server group, and by its reason', () => {
    expect(metricsOf('token refused', { reason: 'secret_wrong', consumerKey: 'tgk_1' })).toEqual({
      ServerGroup: 'alpha',
      Reason: 'secret_wrong',
      TokensRefused: 1,
      _aws: {
        Timestamp: 1_767_323_045_678,
        CloudWatchMetrics: [
          { Namespace: 'Tollgate', Dimensions: [['ServerGroup']], Metrics: [{ Name: 'TokensRefused', Unit: 'Count' }] },
          {
            Namespace: 'Tollgate',
            Dimensions: [['ServerGroup', 'Reason']],
            Metrics: [{ Name: 'TokensRefused', Unit: 'Count' }],
          },
        ],
      },
    });
  });

  test('count changes of the registry by what was done', () => {
    expect(metricsOf('registry changed', { route: 'createClient', clientId: 'acme' })).toMatchObject({
      Reason: 'createClient',
      RegistryMutations: 1,
    });
  });

  test('hold what was measured, and nothing for what was not', () => {
    expect(metricsOf('access allowed', { cacheHits: 3, cacheMisses: 1, staleServed: 0 })).toMatchObject({
      AccessAllowed: 1,
      RegistryCacheHits: 3,
      RegistryCacheMisses: 1,
      RegistryStaleServed: 0,
    });
    expect(metricsOf('access allowed')).not.toHaveProperty('RegistryCacheHits');
    expect(metricsOf('signing keys looked after', { ageDays: 12 })).toMatchObject({ SigningKeyAgeDays: 12 });
  });

  test('are none for a message that is not counted', () => {
    expect(metricsOf('registry reachable again')).toEqual({});
  });

  test.each(messages)(
    'of "%s" are well-formed: each is there with its number, each dimension with its text',
    (_, message) => {
      const fields = { reason: 'a_reason', ageDays: 1, cacheHits: 1, cacheMisses: 1, staleServed: 1, clientId: 'acme' };
      // biome-ignore lint/suspicious/noExplicitAny: JSON that CloudWatch reads
      const line: any = embeddedMetrics(message, fields, SOURCE);

      for (const { Namespace, Dimensions, Metrics } of line._aws?.CloudWatchMetrics ?? []) {
        expect(Namespace).toBe('Tollgate');
        for (const dimension of Dimensions.flat()) {
          expect(['ServerGroup', 'Reason']).toContain(dimension);
          expect(line[dimension]).toEqual(expect.any(String));
        }
        for (const { Name, Unit } of Metrics) {
          expect(['Count', 'None']).toContain(Unit);
          expect(line[Name]).toEqual(expect.any(Number));
        }
      }
    },
  );

  test('are described in docs/logs-and-metrics.md, and no others are', () => {
    const page = readFileSync('docs/logs-and-metrics.md', 'utf8');
    const rows = page.split('\n').filter((line) => line.startsWith('| `'));
    const described = rows.flatMap((row) =>
      Array.from((row.split(' | ')[0] ?? '').matchAll(/`(\w+)`/g), ([, name]) => name),
    );
    const counted = messages.flatMap(([, { counts = [], measures = {} }]) => [
      ...[counts].flat(),
      ...Object.values(measures).map(({ metric }) => metric),
    ]);

    expect(described.toSorted()).toEqual([...new Set(counted)].toSorted());
  });

  test('never have a client for a dimension, however many there are', () => {
    const dimensions = new Set<string>();
    for (let index = 0; index < 1_000; index += 1) {
      const fields = { clientId: `client-${index}`, consumerKey: `tgk_${index}`, requestId: `${index}`, reason: 'x' };
      const { ServerGroup, Reason } = embeddedMetrics(MESSAGES['access refused'], fields, SOURCE);
      dimensions.add(`${ServerGroup} ${Reason}`);
    }

    expect([...dimensions]).toEqual(['alpha x']);
  });
});
