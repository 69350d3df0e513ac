/** Prints a catalogue file's contents, or its problems, as a last line of JSON: `tollgate projects new` reads projects with it. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';

try {
  const file = path.resolve(process.argv[2] ?? 'projects/catalogue.ts');
  const { catalogue }: { readonly catalogue?: unknown } = await import(pathToFileURL(file).href);
  console.log(JSON.stringify({ catalogue }));
} catch (error) {
  const isError = error instanceof Error;
  const problems =
    isError && 'problems' in error ? error.problems : [isError ? `${error.name}: ${error.message}` : error];
  console.log(JSON.stringify({ problems }));
}
