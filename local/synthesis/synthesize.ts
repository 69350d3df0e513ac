/** Runs the CDK app in a process of its own; the host knows nothing of it but the cloud assembly it writes. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { objectOf, parseObject } from '../json-value.ts';

/** The app failed; the message is what it wrote to stderr. */
export class SynthesisError extends Error {
  override readonly name = 'SynthesisError';
}

export interface SynthesisOptions {
  readonly projectRoot: string;
  /** Emptied before. */
  readonly outputDirectory: string;
  /** Where Node keeps compiled code, which makes the next run faster. */
  readonly cacheDirectory: string;
}

export interface Synthesis {
  /** Settles when the app has ended. Rejects with {@link SynthesisError} when it failed. */
  readonly done: Promise<void>;
  stop(): void;
}

export function startSynthesis({ projectRoot, outputDirectory, cacheDirectory }: SynthesisOptions): Synthesis {
  rmSync(outputDirectory, { recursive: true, force: true });
  const child = spawn(process.execPath, [path.join('bin', 'app.ts')], {
    cwd: projectRoot,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      CDK_OUTDIR: outputDirectory,
      // Nothing goes into an account: `cdk synth` and `cdk deploy` check what does.
      CDK_VALIDATION: 'false',
      CDK_CONTEXT_JSON: JSON.stringify(readContext(projectRoot)),
      NODE_COMPILE_CACHE: cacheDirectory,
    },
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  child.on('error', reject);
  child.on('close', (code, signal) => {
    if (code === 0) resolve();
    else reject(new SynthesisError(complaint.trim() || `the CDK app ended with ${code ?? signal}`));
  });
  return { done: promise, stop: () => void child.kill() };
}

/** What the CDK command line would pass on: the context of cdk.json and of the look-ups it has cached. */
function readContext(projectRoot: string): Readonly<Record<string, unknown>> {
  const [settings, lookUps] = ['cdk.json', 'cdk.context.json'].map((name) => {
    const file = path.join(projectRoot, name);
    return existsSync(file) ? parseObject(readFileSync(file, 'utf8')) : {};
  });
  return { ...lookUps, ...objectOf(settings?.context) };
}
