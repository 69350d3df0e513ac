/** The CDK app that is deployed to the emulator; TOLLGATE_TEST_CATALOGUE names the catalogue. */
import path from 'node:path';
import type { Catalogue } from '#core/catalog/catalogue.ts';
import { readSources } from '#lib/sources/read-sources.ts';
import { tollgateApp, writeAssembly } from '#lib/tollgate-app.ts';
import { sourceCatalogue } from '../support/source-catalogue.ts';
import { crowdOf, MOST_OF_THE_CROWD, reachable, withNewcomer, withSampleBackends } from './deployed-catalogues.ts';
import { withoutUnknownConditions } from './without-unknown-conditions.ts';

export type CatalogueName = 'tests' | 'samples' | 'one-more' | 'crowd' | 'largest' | 'one-too-many';

const whole = () => readSources(sourceCatalogue, path.resolve(import.meta.dirname, '../support'));
const catalogues: Readonly<Record<CatalogueName, () => Promise<Catalogue>>> = {
  tests: whole,
  samples: async () => withSampleBackends(await whole()),
  'one-more': async () => withNewcomer(await whole()),
  crowd: async () => crowdOf(60),
  largest: async () => crowdOf(MOST_OF_THE_CROWD),
  'one-too-many': async () => crowdOf(MOST_OF_THE_CROWD + 1),
};

const name = process.env.TOLLGATE_TEST_CATALOGUE;
const make = Object.entries(catalogues).find(([one]) => one === name)?.[1];
const { TOLLGATE_TEST_BACKEND: loopback, TOLLGATE_TEST_SAMPLE_BACKEND: sampleBackend } = process.env;
if (make === undefined || loopback === undefined || sampleBackend === undefined) {
  throw new Error('TOLLGATE_TEST_CATALOGUE, TOLLGATE_TEST_BACKEND and TOLLGATE_TEST_SAMPLE_BACKEND must be set.');
}
try {
  const app = tollgateApp(reachable(await make(), { loopback, sampleBackend }));
  writeAssembly(app);
  withoutUnknownConditions(app);
} catch (error) {
  if (!(error instanceof Error && error.name === 'GatewayLimitError')) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
