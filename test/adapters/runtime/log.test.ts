import { globSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createLog } from '#adapters/runtime/log.ts';
import { MESSAGES, type MessageName } from '#adapters/runtime/messages.ts';

const log = createLog('test');

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
  log('nothing to revoke', { reason: 'token_expired' });

  expect(written).toHaveLength(1);
  expect(written[0]).toMatch(/^\{.*\}\n$/);
  expect(JSON.parse(written[0] ?? '')).toEqual({
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    level: 'WARN',
    code: 'TG1021',
    event: 'nothing to revoke',
    reason: 'token_expired',
  });
});

test('a field that is not on the list is not written, whatever the compiler was told', () => {
  const fields = { reason: 'a', authorization: 'Bearer b', event: { headers: {} } };

  log('audit trail swept', fields);

  expect(Object.keys(JSON.parse(written[0] ?? ''))).toEqual(['timestamp', 'level', 'code', 'event', 'reason']);
});

test('a value cannot begin another line', () => {
  log('token issued', { clientId: 'a\n{"level":"INFO"}' });

  expect(written[0]?.trimEnd()).not.toContain('\n');
});

test('nothing that an operator may set makes it write more, or something else', () => {
  const line = (variables: Record<string, string>) => {
    written = [];
    createLog('test', variables)('token refused', { reason: 'secret_wrong', requestId: 'request-1' });
    return written.map((text) => ({ ...JSON.parse(text), timestamp: '', _aws: '' }));
  };
  const loudest = { AWS_LAMBDA_LOG_LEVEL: 'TRACE', LOG_LEVEL: 'debug', DEBUG: '*', NODE_ENV: 'development' };

  expect(line(loudest)).toEqual(line({}));
  expect(line({})).toHaveLength(1);
});

test('no function starts while Node would log the headers of what it sends', () => {
  expect(() => createLog('test', { NODE_DEBUG: 'http' })).toThrow('No function starts while NODE_DEBUG is set');
  expect(() => createLog('test', { NODE_DEBUG: '' })).not.toThrow();
});

test('every message has a code of its own, of its area', () => {
  const codes = Object.values(MESSAGES).map(({ code }) => code);

  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^TG[12349]\d{3}$/);
});

test('every message that anybody logs is in the catalogue, and every one of it is logged', () => {
  const sources = globSync('{adapters,lambdas}/**/*.ts').map((file) => readFileSync(file, 'utf8'));
  const text = sources.filter((source) => !source.includes('export const MESSAGES')).join('\n');
  const names = Object.keys(MESSAGES) as MessageName[];

  expect(names.filter((name) => !text.includes(`'${name}'`))).toEqual([]);
});
