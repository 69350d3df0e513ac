import type { ForwardDependencies } from '#adapters/apigateway/forward-event.ts';
import { callBackend } from '#adapters/http/call-backend.ts';
import { readCatalogue } from '#adapters/runtime/catalogue-file.ts';
import { log } from '#adapters/runtime/log.ts';

export const dependencies: ForwardDependencies = {
  catalogue: readCatalogue(new URL('./catalogue.json', import.meta.url)),
  callBackend,
  log,
};
