// Installs the packages of package-lock.json when node_modules lacks them; does nothing when it does not.
// `--omit=dev` is enough to run; without it the development tools are installed as well.
// Plain JavaScript for any Node from 18 on: it runs before anything is installed.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const omitDev = process.argv.includes('--omit=dev');
const missing = missingPackages();
if (missing.length > 0) await install(missing);

/** Packages of the lockfile that are not installed in their exact version and that this platform needs. */
function missingPackages() {
  const wanted = packagesOf(path.join(root, 'package-lock.json'));
  const present = packagesOf(path.join(root, 'node_modules', '.package-lock.json'));
  return Object.entries(wanted)
    .filter(([name, entry]) => name !== '' && !entry.link && !(omitDev && entry.dev))
    .filter(([, entry]) => !entry.optional || fitsPlatform(entry))
    .filter(([name, entry]) => present[name]?.version !== entry.version || !existsSync(path.join(root, name)))
    .map(([name]) => name);
}

function packagesOf(lockfile) {
  try {
    return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
  } catch {
    return {};
  }
}

/** Of the optional packages only those made for exactly this platform are missed; npm knows best about the others. */
function fitsPlatform(entry) {
  return entry.libc === undefined && entry.os?.includes(process.platform) && entry.cpu?.includes(process.arch);
}

async function install(packages) {
  const started = Date.now();
  const seconds = () => ((Date.now() - started) / 1000).toFixed(1);
  const fresh = !existsSync(path.join(root, 'node_modules'));
  const what = `Installing ${packages.length === 1 ? 'a package' : `${packages.length} packages`}${omitDev ? '' : ' (with development tools)'} …`;
  console.error(what);
  const ticker = process.stderr.isTTY
    ? setInterval(() => process.stderr.write(`\r${what} ${seconds()} s`), 200)
    : undefined;
  // A fresh tree gets exactly the lockfile; a present one only what it lacks, since something may be running from it.
  // Development tools that are there already stay: --omit=dev would take them away.
  const omit = omitDev && !existsSync(path.join(root, 'node_modules', 'jest')) ? ['--omit=dev'] : [];
  const outcome = await npm([fresh ? 'ci' : 'install', ...omit]);
  clearInterval(ticker);
  if (process.stderr.isTTY) process.stderr.write('\n');
  if (outcome !== 0) {
    console.error(`\nThe packages could not be installed (npm ended with ${outcome}).`);
    console.error('See what npm says above; `npm ci --ignore-scripts` does the same by hand.');
    process.exit(1);
  }
  console.error(`Installed in ${seconds()} s.`);
}

/** Runs the npm that started this, or else the one on the PATH. Nothing here needs install scripts, so none run. */
function npm(words) {
  const args = [...words, '--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--loglevel=error'];
  const script = process.env.npm_execpath;
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  const child =
    script !== undefined && /\.[cm]?js$/.test(script)
      ? spawn(process.execPath, [script, ...args], options)
      : spawn(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, {
          ...options,
          shell: process.platform === 'win32',
        });
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(code ?? signal));
  });
}
