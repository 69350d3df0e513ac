/** A CDK app over the tests' catalogue: `CDK_OUTDIR=<folder> node bin/run.mjs test/support/test-app.ts`. */
import { readSources } from '#lib/sources/read-sources.ts';
import { synthesizeTollgate } from '#lib/tollgate-app.ts';
import { sourceCatalogue } from './source-catalogue.ts';

await synthesizeTollgate(await readSources(sourceCatalogue, import.meta.dirname));
