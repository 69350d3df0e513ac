/** `npm run test:deploy`: deploys with the real CDK CLI to an emulator of AWS, and tests what is deployed. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { pythonWithEmulator } from './emulator/python-environment.ts';
import { startAccount } from './emulator/start-account.ts';
import { FIGURES_FILE, figuresLine } from './figures.ts';
import type { Counts } from './results-reporter.ts';
import { runJest, sumCounts } from './run-jest.ts';
import { shellLines } from './shell-lines.ts';

type Environment = Readonly<Record<string, string>>;

const started = Date.now();
const { values, positionals } = parseArgs({
  options: {
    /** An empty account for whoever wants to deploy by hand, instead of tests. */
    hold: { type: 'boolean', default: false },
    /** Policies are enforced there as well. */
    strict: { type: 'boolean', default: false },
    outputFile: { type: 'string' },
  },
  allowPositionals: true,
});
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
const folder = mkdtempSync(path.join(tmpdir(), 'tollgate-deploy-'));

try {
  process.exitCode = await withAccount(values.hold ? hold : testAll);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Whatever happens meanwhile, the emulator is stopped. */
async function withAccount(use: (environment: Environment) => Promise<number>): Promise<number> {
  const python = pythonWithEmulator();
  // By hand, catalogues are deployed as they are, and the emulator does not know all that their policies say.
  const account = await startAccount({ python, folder, enforcesPolicies: !values.hold || values.strict });
  try {
    return await use(account.environment);
  } finally {
    await account.stop();
  }
}

/** The conformance tests run on the stage that the first phase leaves behind, and the last phase takes it away. */
async function testAll(environment: Environment): Promise<number> {
  forgetAws();
  Object.assign(process.env, environment, {
    TOLLGATE_TEST_FOLDER: folder,
    TOLLGATE_TEST_STAGE: path.join(folder, 'stage.json'),
    TOLLGATE_TEST_STARTED: String(started),
  });
  const counts: Counts[] = [];
  let exitCode = 0;
  for (const phase of ['deployment', 'stage', 'removal']) {
    if (stopping.signal.aborted) return 130;
    const words = phase === 'stage' ? positionals : [];
    const run = await runJest(phase, path.join(folder, `${phase}.json`), words, stopping.signal);
    counts.push(run.counts);
    exitCode ||= run.exitCode;
    // What was not deployed can be neither tested nor taken away.
    if (phase === 'deployment' && run.exitCode !== 0) break;
  }
  if (stopping.signal.aborted) return 130;
  const sum = sumCounts(counts);
  if (values.outputFile !== undefined) writeFileSync(values.outputFile, JSON.stringify(sum));
  const figures = path.join(folder, FIGURES_FILE);
  if (existsSync(figures)) console.log(figuresLine(JSON.parse(readFileSync(figures, 'utf8'))));
  return exitCode;
}

/** No account of the caller's is ever meant, and no proxy is on the way. */
function forgetAws(): void {
  for (const name of Object.keys(process.env)) {
    if (/^(AWS_.*|(https?|all|no)_proxy)$/i.test(name)) delete process.env[name];
  }
}

/** For whoever wants to deploy by hand. */
async function hold(environment: Environment): Promise<number> {
  for (const line of shellLines(environment, process.env)) console.log(line);
  console.error(`An empty account is there, until Ctrl-C. Its log: ${path.join(folder, 'emulator.log')}`);
  const awake = setInterval(() => undefined, 60_000);
  await new Promise((resolve) => stopping.signal.addEventListener('abort', resolve, { once: true }));
  clearInterval(awake);
  return 0;
}
