/** The CDK app: synthesizes the stacks of the catalogue in `projects/`. */

try {
  // Imported here, and first, so that a catalogue with problems is told at once, in its own words and without a trace.
  const { catalogue } = await import('#projects');
  const { synthesizeTollgate } = await import('#lib/tollgate-app.ts');
  synthesizeTollgate(catalogue);
} catch (error) {
  if (!(error instanceof Error && ['CatalogueError', 'GatewayLimitError'].includes(error.name))) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

export {};
