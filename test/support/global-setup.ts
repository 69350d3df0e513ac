/** Once before the black-box tests: synthesizes the tests' own catalogue and serves it with the embedded host. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type RunningHost, startEmbeddedHost } from './embedded-host.ts';
import { startLoopbackBackend } from './loopback-backend.ts';
import { startSoapBackend } from './soap-backend.ts';
import { STAGE_STARTED } from './stage-started.ts';

declare global {
  var tollgateHost: Promise<RunningHost | undefined> | undefined;
  var tollgateBackend: { stop(): void } | undefined;
  var tollgateSoapBackend: { stop(): void } | undefined;
}

export default async function setup(): Promise<void> {
  mkdirSync('.cache', { recursive: true });
  const folder = mkdtempSync(path.resolve('.cache/test-'));
  const assembly = path.join(folder, 'assembly');
  const data = path.join(folder, 'data');
  const backend = await startLoopbackBackend();
  globalThis.tollgateBackend = backend;
  process.env.TOLLGATE_TEST_BACKEND = backend.origin;
  const soapBackend = await startSoapBackend();
  globalThis.tollgateSoapBackend = soapBackend;
  process.env.TOLLGATE_TEST_SOAP_BACKEND = soapBackend.origin;
  process.env.TOLLGATE_TEST_FOLDER = folder;
  // Not waited for: other tests run meanwhile, and those that call the stage wait for it (stage-under-test.ts).
  globalThis.tollgateHost = startStage(assembly, data).then(
    (host) => {
      writeFileSync(path.join(folder, STAGE_STARTED), '');
      return host;
    },
    (error: unknown) => {
      writeFileSync(path.join(folder, STAGE_STARTED), String(error));
      return undefined;
    },
  );
}

async function startStage(assembly: string, data: string): Promise<RunningHost> {
  await promisify(execFile)(process.execPath, ['test/support/test-app.ts'], {
    env: { ...process.env, CDK_OUTDIR: assembly, CDK_VALIDATION: 'false' },
  });
  const keepKeys = pathToFileURL(path.resolve('test/support/keep-signing-keys.mjs'));
  const keys = path.join(path.dirname(data), 'signing-keys');
  mkdirSync(keys);
  keepKeys.searchParams.set('folder', keys);
  return startEmbeddedHost({
    assembly,
    data,
    serverGroup: 'alpha',
    arguments: ['--gateway-only'],
    node: ['--import', keepKeys.href],
  });
}
