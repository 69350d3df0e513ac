/** Puts together what a command works with, from its flags and the process that it runs in. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { executeApiFetch } from '#adapters/http/execute-api-fetch.ts';
import { createRegistryClient } from '#adapters/http/registry-client.ts';
import type { GlobalFlags } from './command/global-flags.ts';
import { createPrompts } from './interaction/prompts.ts';
import { createOutput, OUTPUT_FORMATS } from './output/output.ts';
import { evaluateCatalogue } from './scaffold/evaluate-catalogue.ts';
import type { Session } from './session.ts';
import { resolveTarget, targetSources } from './target/resolve-target.ts';
import { findRunningHost } from './target/running-host.ts';

const projectRoot = path.resolve(import.meta.dirname, '..');

export function createSession(flags: GlobalFlags, setExitCode: (code: number) => void): Session {
  const { env, stdin, stdout, stderr } = process;
  const interactive = stdin.isTTY === true && stderr.isTTY === true && !flags.noInput;
  const format = OUTPUT_FORMATS.find((one) => one === flags.output) ?? 'table';
  const fetch = executeApiFetch(env);
  const target = once(() => {
    const serverGroup = flags.serverGroup ?? (env.TOLLGATE_SERVER_GROUP || undefined);
    const runningHost = () => findRunningHost(path.resolve(flags.data ?? path.join(projectRoot, '.tollgate')));
    return resolveTarget({ ...flags, serverGroup }, { ...targetSources, runningHost });
  });
  const registry = once(async () => {
    const { registryUrl, sign } = await target();
    return createRegistryClient({ url: registryUrl, sign, fetch });
  });
  return {
    out: createOutput({ stdout, stderr, env }, format),
    prompts: createPrompts(interactive),
    env,
    projectRoot,
    evaluateCatalogue,
    target,
    registry,
    readStdin: () => text(stdin),
    fetch,
    now: Date.now,
    newId: randomUUID,
    setExitCode,
  };
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
