/** The CDK app: synthesizes the stacks of the catalogue in `projects/`. */
import { synthesizeTollgate } from '#lib/tollgate-app.ts';

try {
  // Imported here, so that a catalogue with problems is told in its own words, without a trace of our code.
  const { catalogue } = await import('#projects');
  synthesizeTollgate(catalogue);
} catch (error) {
  if (!(error instanceof Error && ['CatalogueError', 'GatewayLimitError'].includes(error.name))) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
