/** Reads `catalogue.json`, which the synthesizer wrote into a function's assets. */

import { readFileSync } from 'node:fs';
import { METHODS } from '#core/catalog/api-project.ts';
import type {
  DeployedCatalogue,
  DeployedProject,
  DeployedRoute,
  DeployedTokenEndpoint,
} from '#core/catalog/deployed-catalogue.ts';
import type { DocumentCatalogue } from '#core/catalog/document-catalogue.ts';
import { type OAuthVerifyAccessTokenPolicy, TOKEN_LOCATIONS } from '#core/catalog/policy.ts';
import type { SoapPort } from '#core/catalog/soap-service.ts';
import type { IssuingEndpoint, TokenCatalogue } from '#core/catalog/token-catalogue.ts';
import { Fault } from '#core/fault.ts';

/**
 * @param url of the file, as in `new URL('./catalogue.json', import.meta.url)`
 * @throws Error when the file is missing or is not a whole catalogue: half a catalogue could make a route public
 */
export function readCatalogue(url: URL): DeployedCatalogue {
  return read(url, isCatalogue);
}

/** Reads the token function's part of it, in the same way. */
export function readTokenCatalogue(url: URL): TokenCatalogue {
  return read(url, isTokenCatalogue);
}

export function readDocumentCatalogue(url: URL): DocumentCatalogue {
  return read(url, isDocumentCatalogue);
}

function read<C>(url: URL, isWhole: (content: unknown) => content is C): C {
  const content: unknown = JSON.parse(readFileSync(url, 'utf8'));
  if (!isWhole(content)) throw new Fault(`${url.pathname} does not hold a catalogue.`);
  return content;
}

function isCatalogue(value: unknown): value is DeployedCatalogue {
  return (
    isRecord(value) &&
    isText(value.serverGroup) &&
    isListOf(value.tokenEndpoints, isTokenEndpoint) &&
    isListOf(value.projects, isProject)
  );
}

function isDocumentCatalogue(value: unknown): value is DocumentCatalogue {
  return (
    isRecord(value) && isListOf(value.documents, isDocument) && isListOf(value.protectedResources, isProtectedResource)
  );
}

function isProtectedResource(value: unknown): boolean {
  return (
    isRecord(value) &&
    isText(value.path) &&
    isText(value.displayName) &&
    isListOf(value.bearerMethods, (location) => TOKEN_LOCATIONS.some((one) => one === location)) &&
    isListOf(value.scopes, isText)
  );
}

function isDocument(value: unknown): boolean {
  return (
    isRecord(value) &&
    isText(value.projectPath) &&
    isText(value.path) &&
    typeof value.query === 'string' &&
    isText(value.contentType) &&
    isText(value.text)
  );
}

function isTokenCatalogue(value: unknown): value is TokenCatalogue {
  return (
    isRecord(value) &&
    isListOf(value.tokenEndpoints, isIssuingEndpoint) &&
    isListOf(value.projects, (project) => isRecord(project) && isText(project.projectId) && isText(project.path))
  );
}

function isTokenEndpoint(value: unknown): value is DeployedTokenEndpoint {
  return (
    isRecord(value) &&
    isText(value.displayName) &&
    (value.version === undefined || isText(value.version)) &&
    isListOf(value.serverGroups, isText) &&
    isIssuingEndpoint(value)
  );
}

function isIssuingEndpoint(value: unknown): value is IssuingEndpoint {
  return (
    isRecord(value) &&
    isText(value.projectId) &&
    isText(value.path) &&
    typeof value.accessTokenLifetime === 'number' &&
    value.accessTokenLifetime > 0 &&
    isRecord(value.attributes) &&
    Object.values(value.attributes).every(isAttributeSource)
  );
}

function isAttributeSource(value: unknown): boolean {
  if (!isRecord(value)) return false;
  if (value.from === 'constant') return isText(value.value);
  return ['client', 'subscription', 'product'].some((one) => one === value.from) && isText(value.attribute);
}

function isProject(value: unknown): value is DeployedProject {
  return (
    isRecord(value) &&
    isText(value.projectId) &&
    isText(value.displayName) &&
    (value.version === undefined || isText(value.version)) &&
    isText(value.path) &&
    isListOf(value.serverGroups, isText) &&
    isListOf(value.routes, isRoute) &&
    (value.gatewaySecretHeader === undefined || isText(value.gatewaySecretHeader)) &&
    (value.soap === undefined || isListOf(value.soap, isSoapPort))
  );
}

function isSoapPort(value: unknown): value is SoapPort {
  return (
    isRecord(value) &&
    isText(value.service) &&
    isText(value.port) &&
    (value.version === '1.1' || value.version === '1.2') &&
    isListOf(value.operations, isSoapOperation)
  );
}

function isSoapOperation(value: unknown): boolean {
  return (
    isRecord(value) &&
    isText(value.name) &&
    typeof value.soapAction === 'string' &&
    (value.addressedAction === undefined || isText(value.addressedAction)) &&
    (value.element === null ||
      (isRecord(value.element) && typeof value.element.namespace === 'string' && isText(value.element.name)))
  );
}

function isRoute(value: unknown): value is DeployedRoute {
  return (
    isRecord(value) &&
    isText(value.resource) &&
    isText(value.template) &&
    isListOf(value.methods, isMethod) &&
    (value.serves === undefined || value.serves === 'documents') &&
    ((value.policy === null && value.verify === null) || (isText(value.policy) && isVerifyPolicy(value.verify)))
  );
}

function isVerifyPolicy(value: unknown): value is OAuthVerifyAccessTokenPolicy {
  return (
    isRecord(value) &&
    value.type === 'OAuthVerifyAccessToken' &&
    isListOf(value.locations, (location) => TOKEN_LOCATIONS.some((one) => one === location)) &&
    isText(value.queryParameter) &&
    isListOf(value.scopes, isText) &&
    isRecord(value.attributes) &&
    Object.values(value.attributes).every(isText)
  );
}

function isMethod(value: unknown): boolean {
  return METHODS.some((method) => method === value);
}

function isListOf(value: unknown, isEntry: (entry: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isEntry);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
