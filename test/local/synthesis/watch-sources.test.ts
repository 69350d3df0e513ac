import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { watchSources } from '#local/synthesis/watch-sources.ts';

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

function aWatchedProject() {
  const root = mkdtempSync(path.join(tmpdir(), 'watch-'));
  const file = path.join(root, 'projects', 'catalogue.ts');
  mkdirSync(path.dirname(file));
  writeFileSync(file, '0');
  const world = { changes: 0 };
  const watcher = watchSources(root, async () => {
    world.changes += 1;
  });
  cleanUps.push(() => {
    watcher.stop();
    rmSync(root, { recursive: true, force: true });
  });
  return { file, world };
}

async function until(reached: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!reached() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('a file that is saved by renaming is followed on, however it is saved then', async () => {
  const { file, world } = aWatchedProject();

  for (const [index, save] of ['rename', 'in place', 'in place', 'rename', 'in place'].entries()) {
    if (save === 'rename') {
      writeFileSync(`${file}.tmp`, String(index));
      renameSync(`${file}.tmp`, file);
    } else {
      writeFileSync(file, String(index));
    }
    await until(() => world.changes > index);
    expect([save, world.changes]).toEqual([save, index + 1]);
  }
});
