import { expect, test } from '@jest/globals';
import { threadOptions } from '#local/functions/thread-options.ts';

test.each([
  [[], undefined, []],
  [['--import', '/a.mjs'], '', ['--import', '/a.mjs']],
  [[], '--import /a.mjs --max-old-space-size=4096 -r b.cjs', ['--import', '/a.mjs', '-r', 'b.cjs']],
  [['--enable-source-maps'], '--require=b.cjs --inspect', ['--require=b.cjs', '--enable-source-maps']],
  [['--max-old-space-size=4096', '--import', '/a.mjs', '--stack-trace-limit=50'], undefined, ['--import', '/a.mjs']],
])('of %j and NODE_OPTIONS %j a thread gets %j', (execArgv, nodeOptions, expected) => {
  expect(threadOptions(execArgv, nodeOptions)).toEqual(expected);
});
