/** Once before the unit tests: names the folder in which the first test that looks into a template has them synthesized. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';

export default function setup(): void {
  mkdirSync('.cache', { recursive: true });
  const folder = mkdtempSync(path.resolve('.cache/templates-'));
  process.env.TOLLGATE_TEST_TEMPLATES = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}
