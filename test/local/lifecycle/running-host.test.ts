import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import {
  AlreadyRunningError,
  claimDataDirectory,
  findRunningHost,
  type HostClaim,
} from '#local/lifecycle/running-host.ts';
import { temporaryDirectory } from '../support/write-assembly.ts';

const claims: HostClaim[] = [];
afterEach(async () => {
  for (const claim of claims.splice(0)) await claim.release();
});

async function claim(directory: string, onStop: () => void = () => undefined): Promise<HostClaim> {
  const made = await claimDataDirectory(directory, onStop);
  claims.push(made);
  return made;
}

function claimFile(directory: string) {
  return path.join(directory, 'host.json');
}

test('a claimed directory has a host, until the claim is released', async () => {
  const directory = temporaryDirectory();
  const made = await claim(directory);

  expect(await findRunningHost(directory)).toMatchObject({ pid: process.pid, gatewayUrl: undefined });
  expect(statSync(claimFile(directory)).mode & 0o777).toBe(0o600);

  await made.release();
  expect(await findRunningHost(directory)).toBeUndefined();
  expect(existsSync(claimFile(directory))).toBe(false);
});

test('of two hosts that start at once one gets the directory', async () => {
  const directory = temporaryDirectory();

  const results = await Promise.allSettled([claim(directory), claim(directory)]);

  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await expect(claim(directory)).rejects.toThrow(AlreadyRunningError);
  await expect(claim(directory)).rejects.toThrow(
    `Tollgate is already running here: pid ${process.pid}, still starting.`,
  );
});

test('a file that a crash left behind is replaced', async () => {
  const directory = temporaryDirectory();
  writeFileSync(claimFile(directory), JSON.stringify({ pid: 1, controlUrl: 'http://127.0.0.1:1', nonce: 'x' }));

  await claim(directory);

  expect(await findRunningHost(directory)).toMatchObject({ pid: process.pid });
});

test('stops when asked by whoever has read the file, and by nobody else', async () => {
  const directory = temporaryDirectory();
  let stops = 0;
  await claim(directory, () => {
    stops += 1;
  });
  const { controlUrl, nonce } = JSON.parse(readFileSync(claimFile(directory), 'utf8'));
  const post = async (headers: Record<string, string>) => (await fetch(controlUrl, { method: 'POST', headers })).status;

  expect(await post({})).toBe(403);
  expect(await post({ 'x-tollgate-nonce': 'guess' })).toBe(403);
  expect(await post({ 'x-tollgate-nonce': nonce, origin: 'https://example.com' })).toBe(403);
  expect(stops).toBe(0);

  await (await findRunningHost(directory))?.requestStop();
  expect(stops).toBe(1);
});
