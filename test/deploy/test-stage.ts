/** `npm run test:stage -- --server-group alpha`: the conformance tests on a stage in an account of yours. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { executeApiFetch } from '#adapters/http/execute-api-fetch.ts';
import { explainError } from '#cli/explain-error.ts';
import { describeStage } from '../support/deployed-stage.ts';
import type { Stage } from '../support/embedded-host.ts';
import { runJest } from './run-jest.ts';

const USAGE = `Runs the conformance tests on a deployed server group that holds the tests' catalogue; see docs/deploy.md.

Usage: npm run test:stage -- [options] [-- what jest takes, such as --testNamePattern …]

  --server-group <name>  which (default: alpha)
  --region <region>      AWS region (default: AWS_REGION, or that of the profile)
  --help`;

const { values, positionals } = parseArgs({
  options: {
    'server-group': { type: 'string', default: 'alpha' },
    region: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
if (values.help) {
  console.log(USAGE);
  process.exit();
}
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
const folder = mkdtempSync(path.join(tmpdir(), 'tollgate-stage-'));

try {
  const stage = await describeStage(values['server-group'], values.region);
  await expectCatalogue(stage);
  const file = path.join(folder, 'stage.json');
  writeFileSync(file, JSON.stringify(stage));
  console.error(`Testing ${stage.gatewayUrl} …`);
  process.env.TOLLGATE_TEST_STAGE = file;
  const { exitCode } = await runJest('stage', path.join(folder, 'results.json'), positionals, stopping.signal);
  process.exitCode = exitCode;
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function explain(error: unknown): string {
  // What this script says itself.
  if (error instanceof Error && error.name === 'Error') return error.message;
  const { what, next } = explainError(error);
  return next === undefined ? what : `${what}\n${next}`;
}

/** Without it nearly every test would fail. */
async function expectCatalogue({ serverGroup, gatewayUrl }: Stage): Promise<void> {
  const { status } = await executeApiFetch(process.env)(
    `${gatewayUrl}/.well-known/oauth-protected-resource/tickets/2.0`,
  );
  if (status === 200) return;
  throw new Error(
    `The server group "${serverGroup}" does not hold the tests' catalogue. Deploy that first, to a server group of its own:\n` +
      `npx cdk deploy --app 'node bin/run.mjs test/deploy/stage-app.ts' 'alpha/*'`,
  );
}
