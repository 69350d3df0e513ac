import type { ForwardDependencies } from '#adapters/apigateway/forward.ts';
import { callBackend } from '#adapters/http/call-backend.ts';
import { readCatalogue } from '#adapters/runtime/catalogue-file.ts';
import { readEnvironment } from '#adapters/runtime/environment.ts';
import { log } from '#adapters/runtime/log.ts';
import { environment } from './environment.ts';

const { SAMPLE_BACKEND_URL } = readEnvironment(environment, process.env);

export const dependencies: ForwardDependencies = {
  catalogue: readCatalogue(new URL('./catalogue.json', import.meta.url)),
  sampleBackendUrl: SAMPLE_BACKEND_URL === 'none' ? undefined : SAMPLE_BACKEND_URL,
  callBackend,
  log,
};
