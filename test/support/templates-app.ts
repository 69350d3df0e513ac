/** A CDK app over the tests' catalogue, for assertions on its templates: `CDK_OUTDIR=<folder> node test/support/templates-app.ts`. */
import { synthesizeTollgate } from '#lib/tollgate-app.ts';
import { templatesOnly } from './templates-only.ts';
import { testCatalogue } from './test-catalogue.ts';

await synthesizeTollgate(testCatalogue, templatesOnly);
