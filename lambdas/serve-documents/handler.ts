/** Serves the WSDL files, OpenAPI documents and protected resource metadata of projects, with the gateway's addresses in them. */
import { createServeDocuments } from '#adapters/apigateway/serve-documents.ts';
import { dependencies } from './dependencies.ts';

export const handler = createServeDocuments(dependencies);
