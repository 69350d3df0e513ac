/** Runs the CDK CLI, as an operator does, against the emulator. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import type { CatalogueName } from './deploy-app.ts';

export interface CdkRun {
  readonly exitCode: number;
  readonly output: string;
  readonly seconds: number;
}

const APP = 'node test/deploy/deploy-app.ts';

/** @throws Error with the last lines of what it printed, where it fails */
export async function cdk(words: readonly string[], catalogue: CatalogueName = 'tests'): Promise<CdkRun> {
  const run = await tryCdk(words, catalogue);
  if (run.exitCode === 0) return run;
  const lines = run.output.trim().split('\n').slice(-60).join('\n');
  throw new Error(`cdk ${words.join(' ')} ended with ${run.exitCode}:\n${lines}`);
}

export async function tryCdk(words: readonly string[], catalogue: CatalogueName = 'tests'): Promise<CdkRun> {
  const started = performance.now();
  const output = path.join(process.env.TOLLGATE_TEST_FOLDER ?? '.cache', `cdk.out-${catalogue}`);
  const child = spawn(
    process.execPath,
    ['node_modules/aws-cdk/bin/cdk', ...words, '--app', APP, '--output', output, '--no-notices', '--ci'],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        TOLLGATE_TEST_CATALOGUE: catalogue,
        CDK_DISABLE_CLI_TELEMETRY: 'true',
        // `cdk synth` checks the templates elsewhere.
        CDK_VALIDATION: 'false',
      },
    },
  );
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
  return { exitCode, output: printed, seconds: (performance.now() - started) / 1_000 };
}

export function deploy(stacks: string, catalogue: CatalogueName = 'tests'): Promise<CdkRun> {
  return cdk(['deploy', stacks, '--require-approval', 'never', '--progress', 'events'], catalogue);
}
