/**
 * Once before the unit tests: names the folder in which the first test that looks into a template has them synthesized,
 * and in which the processes and threads that tests start find what an earlier one compiled.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';

export default function setup(): void {
  mkdirSync('.cache', { recursive: true });
  const folder = mkdtempSync(path.resolve('.cache/templates-'));
  process.env.TOLLGATE_TEST_TEMPLATES = folder;
  process.env.NODE_COMPILE_CACHE = path.join(folder, 'compiled');
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}
