import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const run = path.resolve('bin/run.mjs');

function runScript(source: string, args: readonly string[] = [], env = process.env) {
  const script = path.join(temporaryFolder('run'), 'script.ts');
  writeFileSync(script, source);
  return spawnSync(process.execPath, [run, script, ...args], { encoding: 'utf8', timeout: 20_000, env });
}

test('runs a TypeScript file with its arguments', () => {
  const result = runScript('const words: string[] = process.argv.slice(2); console.log(words.join("+"));', [
    'a',
    'b c',
  ]);

  expect(result.stdout).toBe('a+b c\n');
  expect(result.status).toBe(0);
});

test('ends with the exit code of the script', () => {
  expect(runScript('process.exit(3 as number);').status).toBe(3);
});

test('puts the Node it chose first on the PATH of the script', () => {
  const result = runScript(
    'import { execFileSync } from "node:child_process"; console.log(execFileSync("node", ["-p", "process.version"], { encoding: "utf8" }).trim() === process.version);',
  );

  expect(result.stdout).toBe('true\n');
});

test('keeps what was compiled for the next process, where the environment says or else under .cache', () => {
  const elsewhere = temporaryFolder('compiled');
  const { NODE_COMPILE_CACHE, ...unset } = process.env;
  const cacheOf = (environment: NodeJS.ProcessEnv) =>
    runScript('console.log(process.env.NODE_COMPILE_CACHE);', [], environment).stdout.trim();

  expect(cacheOf(unset)).toBe(path.resolve('.cache/compiled'));
  expect(cacheOf({ ...unset, NODE_COMPILE_CACHE: elsewhere })).toBe(elsewhere);
});

/** What a script says from when it runs, and its shell is killed, to its end. */
async function afterItsShell(env: NodeJS.ProcessEnv): Promise<string> {
  const script = path.join(temporaryFolder('run'), 'script.ts');
  const source = `
    process.on('SIGTERM', () => { console.log('told to end'); process.exit(); });
    setTimeout(() => console.log('went on'), 3_000);
    console.log('runs');`;
  writeFileSync(script, source);
  // What follows the command keeps the shell from becoming the command.
  const shell = spawn('sh', ['-c', '"$0" "$@"; :', process.execPath, run, script], { env });
  const said: string[] = [];
  shell.stdout.on('data', (text) => {
    said.push(String(text));
    if (said.length === 1) shell.kill('SIGKILL');
  });
  await new Promise((resolve) => shell.on('close', resolve));
  return said.join('');
}

test('ends the script when npm, which started it, is gone', async () => {
  const { npm_lifecycle_event = 'start', ...unset } = process.env;

  expect(await afterItsShell({ ...unset, npm_lifecycle_event })).toBe('runs\ntold to end\n');
});

test('leaves the script running when a shell that was not started by npm is gone', async () => {
  const { npm_lifecycle_event: _, ...unset } = process.env;

  expect(await afterItsShell(unset)).toBe('runs\nwent on\n');
});

test('says how it is used when it is given no script', () => {
  const result = spawnSync(process.execPath, [run], { encoding: 'utf8' });

  expect(result.stderr).toContain('usage: node bin/run.mjs');
  expect(result.status).toBe(2);
});
