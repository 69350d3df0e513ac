/** Prints the outline of a catalogue file, or its problems, as a last line of JSON: `tollgate projects new` reads projects with it. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { outlineCatalogue } from '#lib/sources/outline-catalogue.ts';

const file = path.resolve(process.argv[2] ?? 'projects/catalogue.ts');
console.log(JSON.stringify(await outlineCatalogue(() => import(pathToFileURL(file).href), path.dirname(file))));
