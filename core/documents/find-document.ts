/** Finds the document that a request asks for, and puts in the URLs that only the deployment knows. */
import type { DeployedDocument, DocumentCatalogue } from '../catalog/document-catalogue.ts';
import { PROXY_URL, TOKEN_URL } from '../catalog/project-document.ts';

export interface DocumentRequest {
  /** The API Gateway resource, which has no variable. */
  readonly resource: string;
  /** Names and values of the query string, decoded. */
  readonly query: readonly (readonly [name: string, value: string])[];
}

export interface DeployedUrls {
  /** Of the gateway's stage, without a slash at the end. */
  readonly gatewayUrl: string;
  readonly tokenUrl: string;
}

export interface ServedDocument {
  readonly contentType: string;
  readonly text: string;
}

/** The first one that fits: `?wsdl` is asked for in any case, with or without a value. */
export function findDocument(
  { documents }: DocumentCatalogue,
  request: DocumentRequest,
  { gatewayUrl, tokenUrl }: DeployedUrls,
): ServedDocument | undefined {
  const found = documents.find((document) => isAskedFor(document, request));
  if (found === undefined) return undefined;
  const proxyUrl = `${gatewayUrl}${found.projectPath}`;
  const text = found.text.replaceAll(PROXY_URL, () => proxyUrl).replaceAll(TOKEN_URL, () => tokenUrl);
  return { contentType: found.contentType, text };
}

function isAskedFor({ projectPath, path, query }: DeployedDocument, request: DocumentRequest): boolean {
  if (request.resource !== (path === '/' ? projectPath : `${projectPath}${path}`)) return false;
  if (query === '') return true;
  const [name = '', value] = query.split('=');
  return request.query.some(
    ([sentName, sentValue]) => sentName.toLowerCase() === name && (value === undefined || sentValue === value),
  );
}
