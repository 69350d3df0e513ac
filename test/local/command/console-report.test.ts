import { expect, test } from '@jest/globals';
import { createConsoleReport, createStyles, requestLine } from '#local/command/console-report.ts';

const plain = createStyles({}, {});
const now = new Date(2026, 0, 2, 3, 4, 5);
const entry = {
  requestId: 'x',
  method: 'GET',
  path: '/dev/orders',
  status: 200,
  milliseconds: 11.6,
  authorizer: 'none',
} as const;

test('says what was asked, how it ended, and why it was refused', () => {
  expect(requestLine(entry, now, plain)).toBe('03:04:05 GET /dev/orders 200 12 ms');
  expect(requestLine({ ...entry, status: 403, authorizer: 'cached', reason: 'insufficient_scope' }, now, plain)).toBe(
    '03:04:05 GET /dev/orders 403 12 ms  authorizer cached  insufficient_scope',
  );
});

test('lets no caller steer the terminal', () => {
  expect(requestLine({ ...entry, path: '/\u001b[2J\u009b' }, now, plain)).toBe('03:04:05 GET /?[2J? 200 12 ms');
});

test('colours for terminals alone, and not for those who refuse it', () => {
  expect(createStyles({ isTTY: true }, {}).bold('x')).toBe('\u001b[1mx\u001b[0m');
  expect(createStyles({ isTTY: true }, { NO_COLOR: '1' }).bold('x')).toBe('x');
  expect(createStyles({}, {}).bold('x')).toBe('x');
});

test('says how long something took', () => {
  const lines: string[] = [];

  createConsoleReport((text) => lines.push(text), plain).begin('Synthesizing')();

  expect(lines).toEqual([expect.stringMatching(/^Synthesizing … \d+\.\d s\n$/)]);
});
