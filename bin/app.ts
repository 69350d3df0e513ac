/** The CDK app: synthesizes the stacks of the catalogue in `projects/`. */
import { fileURLToPath } from 'node:url';

try {
  // Imported here, and first, so that a catalogue with problems is told at once, in its own words and without a trace.
  const { catalogue } = await import('#projects');
  const { readSources } = await import('#lib/sources/read-sources.ts');
  const whole = await readSources(catalogue, fileURLToPath(new URL('../projects', import.meta.url)));
  const { synthesizeTollgate } = await import('#lib/tollgate-app.ts');
  await synthesizeTollgate(whole);
} catch (error) {
  // What a security check has found it has said already.
  const expected = ['CatalogueError', 'GatewayLimitError', 'ValidationFailed'];
  if (!(error instanceof Error && expected.includes(error.name))) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
