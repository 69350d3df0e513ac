/** The Python that has zeep: the machine's own, or one that `.ci/ensure-zeep` has made under `.cache`. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

export interface Python {
  readonly command: string;
  readonly env: NodeJS.ProcessEnv;
}

const COMMANDS = ['python3', '/usr/bin/python3', path.resolve('.cache/python/bin/python')];

/** @throws Error that says how to get it */
export function pythonWithZeep(): Python {
  const env = { ...process.env, PYTHONPATH: path.resolve('.cache/python-packages') };
  const command = COMMANDS.find((one) => spawnSync(one, ['-c', 'import zeep'], { env }).status === 0);
  if (command !== undefined) return { command, env };
  throw new Error(
    'These tests need a Python that has zeep: run .ci/ensure-zeep, or apt-get install python3-zeep, or python3 -m venv .cache/python and .cache/python/bin/pip install zeep==4.3.2.',
  );
}
