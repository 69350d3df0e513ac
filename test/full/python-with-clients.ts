/** The Python that has the client libraries: the machine's own, or one that `.ci/ensure-tools` has made under `.cache`. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { Program } from './run-program.ts';

const COMMANDS = ['python3', '/usr/bin/python3', path.resolve('.cache/python/bin/python')];
const MODULES = 'import zeep, authlib.integrations.requests_client, requests_oauthlib';

/**
 * @param script a file of this folder
 * @throws Error that says how to get it
 */
export function pythonProgram(script: string): Program {
  const env = { ...process.env, PYTHONPATH: path.resolve('.cache/python-packages') };
  const command = COMMANDS.find((one) => spawnSync(one, ['-c', MODULES], { env }).status === 0);
  if (command !== undefined) return { command, arguments: [path.join('test/full', script)], env };
  throw new Error(
    'These tests need a Python that has zeep, Authlib and requests-oauthlib: run .ci/ensure-tools, or apt-get install python3-zeep python3-authlib python3-requests-oauthlib.',
  );
}
