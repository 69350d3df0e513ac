/** The tests' catalogue as a CDK app for an account of yours, in front of nothing but sample backends; see docs/deploy.md. */
import path from 'node:path';
import { readSources } from '#lib/sources/read-sources.ts';
import { synthesizeTollgate } from '#lib/tollgate-app.ts';
import { sourceCatalogue } from '../support/source-catalogue.ts';
import { withSampleBackends } from './deployed-catalogues.ts';

const catalogue = await readSources(sourceCatalogue, path.resolve(import.meta.dirname, '../support'));
await synthesizeTollgate(withSampleBackends(catalogue));
