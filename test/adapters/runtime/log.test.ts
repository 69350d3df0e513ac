import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { describeFault, log } from '#adapters/runtime/log.ts';

let written: string[];
const write = process.stdout.write;
beforeEach(() => {
  written = [];
  process.stdout.write = (text: string | Uint8Array) => written.push(String(text)) > 0;
});
afterEach(() => {
  process.stdout.write = write;
});

test('an event is one line of JSON with time and level', () => {
  log('WARN', 'token refused', { reason: 'secret_wrong' });

  expect(written).toHaveLength(1);
  expect(written[0]).toMatch(/^\{.*\}\n$/);
  expect(JSON.parse(written[0] ?? '')).toEqual({
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    level: 'WARN',
    event: 'token refused',
    reason: 'secret_wrong',
  });
});

test('a field that is not on the list is not written, whatever the compiler was told', () => {
  const fields = { reason: 'a', authorization: 'Bearer b', event: { headers: {} } };

  log('INFO', 'x', fields);

  expect(Object.keys(JSON.parse(written[0] ?? ''))).toEqual(['timestamp', 'level', 'event', 'reason']);
});

test('a value cannot begin another line', () => {
  log('INFO', 'x', { clientId: 'a\n{"level":"INFO"}' });

  expect(written[0]?.trimEnd()).not.toContain('\n');
});

test('a fault is told by name and message, its cause included', () => {
  const fault = new Error('GetItem failed.', { cause: new TypeError('socket') });

  expect(describeFault(fault)).toEqual({ fault: 'Error', faultMessage: 'GetItem failed. (TypeError: socket)' });
  expect(describeFault('text')).toEqual({ fault: 'string' });
});
