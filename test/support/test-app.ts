/** A CDK app over the tests' catalogue: `CDK_OUTDIR=<folder> node bin/run.mjs test/support/test-app.ts`. */
import { synthesizeTollgate } from '#lib/tollgate-app.ts';
import { testCatalogue } from './test-catalogue.ts';

synthesizeTollgate(testCatalogue);
