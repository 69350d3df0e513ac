/** A Go program, built with the golang.org/x/oauth2 of Debian's packages, or the one that `.ci/ensure-tools` has put under `.cache`. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Program } from './run-program.ts';

/** Debian's own Go is as good as any other that can build with Debian's packages of sources. */
const COMMANDS = ['go', '/usr/bin/go', '/usr/local/go/bin/go'];

/**
 * Builds in GOPATH mode, which those packages are made for: nothing is fetched.
 *
 * @param source a file of this folder
 * @throws Error that says how to get what is missing
 */
export function goProgram(source: string): Program {
  const env = {
    ...process.env,
    GO111MODULE: 'off',
    GOFLAGS: '',
    GOTOOLCHAIN: 'local',
    CGO_ENABLED: '0',
    GOPATH: `${path.resolve('.cache/go')}:/usr/share/gocode`,
  };
  mkdirSync('.cache', { recursive: true });
  const command = path.resolve('.cache', path.parse(source).name);
  const said: string[] = [];
  for (const go of COMMANDS) {
    const build = ['build', '-o', command, path.join('test/full', source)];
    const { status, error, stderr } = spawnSync(go, build, { env, encoding: 'utf8' });
    if (status === 0) return { command, arguments: [], env: process.env };
    said.push(`${go}: ${error?.message ?? stderr}`);
  }
  throw new Error(
    `These tests need Go with golang.org/x/oauth2: run .ci/ensure-tools, or apt-get install golang-go golang-golang-x-oauth2-dev.\n${said.join('\n')}`,
  );
}
