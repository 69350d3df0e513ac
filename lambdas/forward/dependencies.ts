import type { ForwardDependencies } from '#adapters/apigateway/forward-event.ts';
import { callBackend } from '#adapters/http/call-backend.ts';
import { readCatalogue } from '#adapters/runtime/catalogue-file.ts';
import { createLog } from '#adapters/runtime/log.ts';

const catalogue = readCatalogue(new URL('./catalogue.json', import.meta.url));

export const dependencies: ForwardDependencies = {
  catalogue,
  callBackend,
  log: createLog(catalogue.serverGroup),
};
