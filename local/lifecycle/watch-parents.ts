/** Notices when whoever started this process is gone, so that no host outlives its terminal or its test. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isAlive } from './process-alive.ts';

const INTERVAL_MS = 500;
/** npm, its shell and the launcher: as far as the chain of `npm start` reaches. */
const LONGEST_CHAIN = 4;

/** Calls `onOrphaned` once when the parent has died, or npm further up when it was npm that started all. */
export function watchParents(onOrphaned: () => void): { stop(): void } {
  const parent = process.ppid;
  const ancestors = process.env.npm_lifecycle_event === undefined ? [] : ancestorsUpToNpm(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && [parent, ...ancestors].every(isAlive)) return;
    clearInterval(timer);
    onOrphaned();
  }, INTERVAL_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** The processes between the parent and npm; none when npm is not found above. */
function ancestorsUpToNpm(parent: number): readonly number[] {
  const chain: number[] = [];
  let pid = parent;
  while (chain.length < LONGEST_CHAIN) {
    const found = lookUp(pid);
    if (found === undefined) return [];
    chain.push(pid);
    if (/\bnpm\b/.test(found.command)) return chain;
    pid = found.parent;
  }
  return [];
}

interface ProcessFacts {
  readonly parent: number;
  readonly command: string;
}

/** Windows is not asked: there a dead parent shows by its process id alone. */
function lookUp(pid: number): ProcessFacts | undefined {
  try {
    if (process.platform === 'linux') {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return { parent: Number(/^PPid:\s*(\d+)/m.exec(status)?.[1]), command };
    }
    if (process.platform === 'win32') return undefined;
    const line = execFileSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return { parent: Number.parseInt(line, 10), command: line.replace(/^\d+\s+/, '') };
  } catch {
    return undefined;
  }
}
