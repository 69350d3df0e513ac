/** The documents of projects as a Lambda proxy integration, for anyone: WSDL files, OpenAPI documents, and how they are protected. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { DocumentCatalogue } from '#core/catalog/document-catalogue.ts';
import { RESOURCE_METADATA_PATH } from '#core/catalog/own-paths.ts';
import { type DeployedUrls, findDocument } from '#core/documents/find-document.ts';
import { protectedResourceMetadata, type ResourceServer } from '#core/documents/protected-resource-metadata.ts';
import type { Log } from '../runtime/log.ts';
import { errorAnswer } from './error-answer.ts';
import { pairs } from './proxy-event.ts';
import { PUBLIC_FOR_A_WHILE, publicDocument } from './public-document.ts';
import { type RestHandler, restHandler } from './rest-handler.ts';

export interface ServeDocumentsDependencies {
  readonly catalogue: DocumentCatalogue;
  readonly urls: DeployedUrls & ResourceServer;
  readonly log: Log;
}

export function createServeDocuments({ catalogue, urls, log }: ServeDocumentsDependencies): RestHandler {
  async function answerMetadata(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
    const proxy = event.pathParameters?.proxy;
    const path = proxy === undefined ? '' : `/${proxy}`;
    const metadata = protectedResourceMetadata(catalogue.protectedResources, path, urls);
    return metadata === undefined ? notFound() : publicDocument(event, 'application/json', async () => metadata);
  }

  async function answerEvent(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
    const { resource, multiValueQueryStringParameters } = event;
    if (resource.startsWith(RESOURCE_METADATA_PATH)) return answerMetadata(event);
    const found = findDocument(catalogue, { resource, query: pairs(multiValueQueryStringParameters) }, urls);
    return found === undefined ? notFound() : answer(found.contentType, found.text);
  }

  return restHandler(answerEvent, 'documents out of order', log);
}

/** As bytes: with every media type binary, API Gateway sends on what it decodes. */
function answer(contentType: string, text: string): APIGatewayProxyResult {
  return {
    statusCode: 200,
    headers: { 'Content-Type': contentType, 'Cache-Control': PUBLIC_FOR_A_WHILE },
    body: Buffer.from(text, 'utf8').toString('base64'),
    isBase64Encoded: true,
  };
}

function notFound(): APIGatewayProxyResult {
  return errorAnswer(404, {
    error: 'not_found',
    error_description: 'There is no such document. A SOAP service has its WSDL file at ?wsdl, and takes calls by POST.',
  });
}
