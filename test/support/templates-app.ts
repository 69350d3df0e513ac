/** A CDK app over the tests' catalogue, for assertions on its templates: `CDK_OUTDIR=<folder> node test/support/templates-app.ts`. */
import { synthesizeTollgate } from '#lib/tollgate-app.ts';
import { testCatalogue } from './test-catalogue.ts';
import { withoutBundling } from './without-bundling.ts';

await synthesizeTollgate(testCatalogue, withoutBundling);
