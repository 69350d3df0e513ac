/** Finds the document that a request asks for, and puts in the URLs that only the deployment knows. */
import type { DeployedDocument, DocumentCatalogue } from '../catalog/document-catalogue.ts';
import { PROXY_URL, TOKEN_URL } from '../catalog/project-document.ts';
import { escapeXml } from '../soap/soap-fault.ts';

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

/** `?wsdl` is asked for in any case, with or without a value; a value that another document has, as in `?wsdl=1`, goes before. */
export function findDocument(
  { documents }: Pick<DocumentCatalogue, 'documents'>,
  request: DocumentRequest,
  { gatewayUrl, tokenUrl }: DeployedUrls,
): ServedDocument | undefined {
  const asked = documents.filter((document) => isAskedFor(document, request));
  const found = asked.find(({ query }) => query.includes('=')) ?? asked[0];
  if (found === undefined) return undefined;
  const { contentType, projectPath } = found;
  const written = (url: string) => (isXml(contentType) ? escapeXml(url) : url);
  const text = found.text
    .replaceAll(PROXY_URL, () => written(`${gatewayUrl}${projectPath}`))
    .replaceAll(TOKEN_URL, () => written(tokenUrl));
  return { contentType, text };
}

function isAskedFor({ projectPath, path, query }: DeployedDocument, request: DocumentRequest): boolean {
  if (request.resource !== (path === '/' ? projectPath : `${projectPath}${path}`)) return false;
  if (query === '') return true;
  const [name = '', value] = query.split('=');
  return request.query.some(
    ([sentName, sentValue]) => sentName.toLowerCase() === name && (value === undefined || sentValue === value),
  );
}

function isXml(contentType: string): boolean {
  return /^(text|application)\/([\w.-]+\+)?xml\b/.test(contentType);
}
