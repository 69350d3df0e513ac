/** The entry of `npm start` and `npm stop`: reads the command line, runs the host, and ends when it should. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Command, parseCommandLine, UsageError } from './command/command-line.ts';
import { createConsoleReport, createStyles, seconds } from './command/console-report.ts';
import { HELP } from './command/help.ts';
import { welcome } from './command/welcome.ts';
import { buildRestApis } from './gateway/build-rest-apis.ts';
import { listenGateway } from './gateway/listen-gateway.ts';
import { PortTakenError } from './gateway/port-taken-error.ts';
import { startHost } from './host.ts';
import { parseObject } from './json-value.ts';
import { createLifetime, type Lifetime } from './lifecycle/lifetime.ts';
import { stopRunningHost } from './lifecycle/stop-running-host.ts';
import { watchParents } from './lifecycle/watch-parents.ts';
import { SynthesisError } from './synthesis/synthesize.ts';

const projectRoot = path.resolve(import.meta.dirname, '..');
/** A signal may arrive twice, from the terminal and from npm; only a later one is impatience. In ms. */
const SAME_SIGNAL_MS = 500;
/** How long stopping may take, in ms. */
const STOPPING_LIMIT_MS = 6000;

/**
 * Runs the command; a started host goes on after this returns.
 *
 * @returns the exit code
 */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const command = parseCommandLine(args, projectRoot);
    switch (command.action) {
      case 'help':
        return print(HELP);
      case 'version':
        return print(`${version()}\n`);
      case 'stop':
        return await stop(command.dataDirectory);
      case 'start':
        return await start(command);
    }
  } catch (error) {
    console.error(explain(error));
    return error instanceof UsageError ? 2 : 1;
  }
}

async function start(command: Command): Promise<number> {
  const began = performance.now();
  // Whoever read the output may be gone; that alone ends nothing.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const styles = createStyles(process.stdout, process.env);
  const lifetime = createLifetime();
  const end = endOnSignals(lifetime);
  lifetime.onEnd(watchParents(end).stop);
  try {
    const host = await startHost({
      ...command,
      projectRoot,
      gateway: { listenGateway, buildRestApis },
      report: createConsoleReport(print, styles),
      lifetime,
      onStopRequested: end,
    });
    print(welcome(host.info, command.dataDirectory, styles));
    print(`\n${styles.bold(`Ready in ${seconds(performance.now() - began)}`)}; Ctrl-C stops it.\n`);
    return 0;
  } catch (error) {
    // An interrupted start fails in many ways, none of which is news.
    if (!lifetime.ended) console.error(explain(error));
    await lifetime.end();
    process.exit(1);
  }
}

/** @returns what ends the host and then the process */
function endOnSignals(lifetime: Lifetime): () => void {
  let first = 0;
  const end = () => {
    if (first !== 0) return;
    first = performance.now();
    setTimeout(() => process.exit(1), STOPPING_LIMIT_MS).unref();
    void lifetime.end().then(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (first !== 0 && performance.now() - first > SAME_SIGNAL_MS) process.exit(130);
      end();
    });
  }
  return end;
}

async function stop(dataDirectory: string): Promise<number> {
  const pid = await stopRunningHost(dataDirectory);
  const where = path.relative(process.cwd(), dataDirectory) || '.';
  return print(pid === undefined ? `Nothing runs on ${where}.\n` : `Stopped ${pid}.\n`);
}

/** One message and no stack: what fails here is the template, the data or a port, and DEBUG=1 shows the rest. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (process.env.DEBUG !== undefined) return String(error.stack);
  if (error instanceof SynthesisError) return `The CDK app could not be synthesized:\n${error.message}`;
  if (error instanceof PortTakenError)
    return `${error.message} Choose others with --port N, or --port 0 for free ones.`;
  return error.message;
}

function version(): string {
  return String(parseObject(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')).version);
}

function print(text: string): 0 {
  process.stdout.write(text);
  return 0;
}
