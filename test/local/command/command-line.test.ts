import { expect, test } from '@jest/globals';
import { parseCommandLine, UsageError } from '#local/command/command-line.ts';

const parse = (...args: readonly string[]) => parseCommandLine(args, '/project');

test('has defaults for everything', () => {
  expect(parse()).toEqual({
    action: 'start',
    port: 3000,
    dataDirectory: '/project/.tollgate',
    serverGroup: 'development',
    assembly: undefined,
    reset: false,
    gatewayOnly: false,
    watch: true,
  });
});

test('reads every flag', () => {
  const args = ['--port=0', '--data', '/data', '--server-group', 'live', '--assembly', '/out', '--reset'];

  expect(parse(...args, '--gateway-only', '--no-watch')).toEqual({
    action: 'start',
    port: 0,
    dataDirectory: '/data',
    serverGroup: 'live',
    assembly: '/out',
    reset: true,
    gatewayOnly: true,
    watch: false,
  });
});

test.each([
  [['--help'], 'help'],
  [['-h', '--stop'], 'help'],
  [['--version'], 'version'],
  [['--stop'], 'stop'],
])('%j is %s', (args, action) => {
  expect(parse(...args).action).toBe(action);
});

test.each([
  [['--prot', '1'], 'There is no flag --prot. Did you mean --port?'],
  [['--severgroup', 'x'], 'There is no flag --severgroup. Did you mean --server-group?'],
  [['--zzzzzzzzzzzz'], 'There is no flag --zzzzzzzzzzzz. See --help.'],
  [['-x'], 'There is no flag -x. See --help.'],
  [['start'], 'There is nothing to do with "start"; see --help.'],
  [['--port', 'many'], '--port wants a number from 0 to 65535, not "many".'],
  [['--port', '65536'], '--port wants a number from 0 to 65535, not "65536".'],
  [['--port'], "Option '--port <value>' argument missing"],
  [['--reset=no'], "Option '--reset' does not take an argument"],
])('refuses %j', (args, message) => {
  expect(() => parse(...args)).toThrow(UsageError);
  expect(() => parse(...args)).toThrow(message);
});
