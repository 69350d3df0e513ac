import type { ServeDocumentsDependencies } from '#adapters/apigateway/serve-documents.ts';
import { readDocumentCatalogue } from '#adapters/runtime/catalogue-file.ts';
import { readEnvironment } from '#adapters/runtime/environment.ts';
import { createLog } from '#adapters/runtime/log.ts';
import { environment } from './environment.ts';

const variables = readEnvironment(environment, process.env);

export const dependencies: ServeDocumentsDependencies = {
  catalogue: readDocumentCatalogue(new URL('./catalogue.json', import.meta.url)),
  urls: { gatewayUrl: variables.GATEWAY_URL, tokenUrl: variables.TOKEN_URL, issuer: variables.ISSUER },
  log: createLog(variables.SERVER_GROUP),
};
