/** Calls back when sources that shape the assembly have changed, once for changes that come together. */
import { existsSync, type FSWatcher, watch } from 'node:fs';
import path from 'node:path';

const SOURCES = ['projects', 'core', 'lib', 'lambdas', 'adapters'];
/** Editors write several files in a row; the last change counts. */
const QUIET_MS = 200;

/** @param onChange is awaited: changes during it lead to one more call after it. */
export function watchSources(projectRoot: string, onChange: () => Promise<void>): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let stopped = false;

  const schedule = () => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(run, QUIET_MS);
  };
  const run = async () => {
    if (running) return schedule();
    running = true;
    // A file that was replaced by renaming another one over it is not followed any further (Linux). Whoever watches anew
    // before reading misses nothing: what changes from now on is seen, and what changed before is read.
    watchers = reopen(watchers);
    try {
      await onChange();
    } finally {
      running = false;
    }
  };

  const reopen = (former: readonly FSWatcher[]) => {
    for (const watcher of former) watcher.close();
    if (stopped) return [];
    return SOURCES.map((name) => path.join(projectRoot, name))
      .filter((folder) => existsSync(folder))
      .map((folder) => watch(folder, { recursive: true }, schedule).on('error', () => undefined));
  };

  let watchers = reopen([]);
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}
