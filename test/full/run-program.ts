/** Runs a client program, which is given what to do as JSON on stdin and says as JSON on stdout what came of it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface Program {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

export async function runProgram({ command, arguments: given, env }: Program, task: object) {
  const child = spawn(command, given, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  child.stdin.end(JSON.stringify(task));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [exitCode] = await ended;
  if (exitCode !== 0) throw new Error(`${command} ${given.join(' ')} ended with ${exitCode}:\n${stderr}`);
  return JSON.parse(stdout);
}
