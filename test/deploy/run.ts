/** `npm run test:deploy`: deploys with the real CDK CLI to an emulator of AWS, and tests what is deployed. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { pythonWithEmulator } from './emulator/python-environment.ts';
import { startAccount } from './emulator/start-account.ts';
import { FIGURES_FILE, figuresLine } from './figures.ts';
import { runJest, sumResults } from './run-jest.ts';

const started = Date.now();
const { values, positionals } = parseArgs({
  options: { hold: { type: 'boolean', default: false }, outputFile: { type: 'string' } },
  allowPositionals: true,
});
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopping.abort());
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
async function withAccount(use: (environment: Readonly<Record<string, string>>) => Promise<number>): Promise<number> {
  const account = await startAccount(pythonWithEmulator(), folder);
  try {
    return await use(account.environment);
  } finally {
    await account.stop();
  }
}

/** The conformance tests run on the stage that the first phase has left, and the last phase takes it away. */
async function testAll(environment: Readonly<Record<string, string>>): Promise<number> {
  for (const name of Object.keys(process.env))
    if (/^(AWS_|(https?|no|all)_proxy$)/i.test(name)) delete process.env[name];
  Object.assign(process.env, environment, {
    TOLLGATE_TEST_FOLDER: folder,
    TOLLGATE_TEST_STAGE: path.join(folder, 'alpha.json'),
    TOLLGATE_TEST_STARTED: String(started),
  });
  const phases = ['deployment', 'stage', 'removal'];
  const resultFiles = phases.map((phase) => path.join(folder, `${phase}-results.json`));
  let exitCode = 0;
  for (const [index, phase] of phases.entries()) {
    if (stopping.signal.aborted) return 130;
    const code = await runJest(phase, resultFiles[index] ?? '', phase === 'stage' ? positionals : [], stopping.signal);
    exitCode ||= code;
    // Without a stage there is nothing to test.
    if (phase === 'deployment' && code !== 0) break;
  }
  const results = sumResults(resultFiles);
  if (values.outputFile !== undefined) writeFileSync(values.outputFile, JSON.stringify(results));
  const figures = path.join(folder, FIGURES_FILE);
  if (existsSync(figures)) console.log(figuresLine(JSON.parse(readFileSync(figures, 'utf8'))));
  return exitCode;
}

/** For whoever wants to deploy by hand. */
async function hold(environment: Readonly<Record<string, string>>): Promise<number> {
  for (const [name, value] of Object.entries(environment)) console.log(`export ${name}=${value}`);
  console.error(`An empty account is there, until Ctrl-C. Its log: ${path.join(folder, 'emulator.log')}`);
  const awake = setInterval(() => undefined, 60_000);
  await new Promise((resolve) => stopping.signal.addEventListener('abort', resolve, { once: true }));
  clearInterval(awake);
  return 0;
}
