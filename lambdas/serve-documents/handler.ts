/** Serves the WSDL files and OpenAPI documents of projects, with the gateway's addresses in them. */
import { createServeDocuments } from '#adapters/apigateway/serve-documents.ts';
import { dependencies } from './dependencies.ts';

export const handler = createServeDocuments(dependencies);
