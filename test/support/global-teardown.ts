/** Once after the black-box tests: stops the embedded host, and clears away what it was given. */
import { rmSync } from 'node:fs';

export default async function teardown(): Promise<void> {
  await (await globalThis.tollgateHost)?.stop();
  globalThis.tollgateBackend?.stop();
  globalThis.tollgateSoapBackend?.stop();
  const folder = process.env.TOLLGATE_TEST_FOLDER;
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
