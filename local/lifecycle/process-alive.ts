/** Whether a process id belongs to a process that still runs. */
import { readFileSync } from 'node:fs';
import { errorCodeOf } from '../error-facts.ts';

/** True also for a process of another user; false for one that has ended and that nobody has waited for. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return errorCodeOf(error) === 'EPERM';
  }
  return process.platform !== 'linux' || !isZombie(pid);
}

/** Containers often have no init process that clears the dead away. */
function isZombie(pid: number): boolean {
  try {
    return /^State:\s*[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
