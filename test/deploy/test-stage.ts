/** `npm run test:stage -- --server-group alpha`: the conformance tests on a stage in an account of yours. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { describeStage } from '../support/deployed-stage.ts';
import { runJest } from './run-jest.ts';

const { values, positionals } = parseArgs({
  options: { 'server-group': { type: 'string', default: 'alpha' }, region: { type: 'string' } },
  allowPositionals: true,
});
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
const folder = mkdtempSync(path.join(tmpdir(), 'tollgate-stage-'));

try {
  const stage = await describeStage(values['server-group'], values.region);
  const file = path.join(folder, 'stage.json');
  writeFileSync(file, JSON.stringify(stage));
  console.error(`Testing ${stage.gatewayUrl} …`);
  process.env.TOLLGATE_TEST_STAGE = file;
  const { exitCode } = await runJest('stage', path.join(folder, 'results.json'), positionals, stopping.signal);
  process.exitCode = exitCode;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
