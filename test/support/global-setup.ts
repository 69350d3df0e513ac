/** Once before the black-box tests: synthesizes the tests' own catalogue and serves it with the embedded host. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { type RunningHost, startEmbeddedHost } from './embedded-host.ts';
import { startLoopbackBackend } from './loopback-backend.ts';
import { startSoapBackend } from './soap-backend.ts';

declare global {
  var tollgateHost: RunningHost | undefined;
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
  execFileSync(process.execPath, ['test/support/test-app.ts'], {
    env: { ...process.env, CDK_OUTDIR: assembly },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  globalThis.tollgateHost = await startEmbeddedHost({
    assembly,
    data,
    serverGroup: 'alpha',
    arguments: ['--gateway-only'],
  });
  process.env.TOLLGATE_TEST_FOLDER = folder;
}
