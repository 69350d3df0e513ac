/** Whether a process id belongs to a process, on every platform. */
import { errorCodeOf } from '../error-facts.ts';

/** True also for a process of another user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCodeOf(error) === 'EPERM';
  }
}
