/** Reads an `AWS::ApiGateway::Method`. */
import type { ResolvedResource } from '../assembly/resolved-resource.ts';
import type { BodySchema } from './json-schema.ts';
import { type PropertyReader, readProperties } from './property-reader.ts';
import { readIntegration } from './read-integration.ts';
import type { RequestValidator } from './read-models.ts';
import type { MethodOfResource } from './read-resource-tree.ts';
import type { Authorization, AuthorizerModel, MethodModel } from './rest-api-model.ts';
import type { Report } from './unsupported.ts';

/** What methods refer to by id or name. */
export interface MethodReferences {
  readonly authorizers: ReadonlyMap<string, AuthorizerModel>;
  /** Ids of all authorizers, those included that were reported. */
  readonly unreadAuthorizers: ReadonlySet<string>;
  readonly models: ReadonlyMap<string, (report: Report) => BodySchema>;
  readonly validators: ReadonlyMap<string, RequestValidator>;
}

const METHODS = ['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** @returns `undefined` for a method that was reported because it can't be read any further */
export function readMethod(
  resource: ResolvedResource,
  references: MethodReferences,
  report: Report,
): MethodOfResource | undefined {
  const properties = readProperties(resource.properties, report);
  properties.ignore('RestApiId', 'MethodResponses');
  const httpMethod = properties.text('HttpMethod')?.toUpperCase() ?? '';
  if (!METHODS.includes(httpMethod)) report(`HttpMethod ${httpMethod} is not supported`);
  if (properties.flag('ApiKeyRequired') === true) report('ApiKeyRequired is not supported');
  if (properties.texts('AuthorizationScopes').length > 0) report('AuthorizationScopes is not supported');

  const resourceId = properties.text('ResourceId') ?? '';
  const operationName = properties.text('OperationName');
  const authorization = readAuthorization(properties, references, report);
  const validation = readValidation(properties, references, report);
  const integrationProperties = properties.nested('Integration');
  if (integrationProperties === undefined) report('a method without an Integration is not supported');
  const integration = integrationProperties && readIntegration(integrationProperties, report);
  properties.close();
  if (integration === undefined || authorization === undefined) return undefined;
  const method: MethodModel = {
    logicalId: resource.logicalId,
    ...(operationName !== undefined && { operationName }),
    authorization,
    ...validation,
    integration,
  };
  return { resource, resourceId, httpMethod, method };
}

function readAuthorization(
  properties: PropertyReader,
  { authorizers, unreadAuthorizers }: MethodReferences,
  report: Report,
): Authorization | undefined {
  const type = properties.text('AuthorizationType') ?? 'NONE';
  const authorizerId = properties.text('AuthorizerId');
  if (type === 'NONE' || type === 'AWS_IAM') return { kind: type };
  if (type !== 'CUSTOM') {
    report(`AuthorizationType ${type} is not supported`);
    return undefined;
  }
  const authorizer = authorizers.get(authorizerId ?? '');
  if (authorizer === undefined && !unreadAuthorizers.has(authorizerId ?? '')) {
    report(`AuthorizerId ${authorizerId} is no authorizer of this REST API`);
  }
  return authorizer && { kind: 'CUSTOM', authorizer };
}

/** Without a validator, required parameters and models are documentation. */
function readValidation(
  properties: PropertyReader,
  { models, validators }: MethodReferences,
  report: Report,
): Pick<MethodModel, 'requiredParameters' | 'bodySchemas'> {
  const validatorId = properties.text('RequestValidatorId');
  const validator = validators.get(validatorId ?? '');
  if (validatorId !== undefined && validator === undefined) {
    report(`RequestValidatorId ${validatorId} is no request validator of this REST API`);
  }
  const parameters = [...properties.textMap('RequestParameters')].map(([name, required]) => {
    const [, parameter] =
      /^method\.request\.((?:header|path|querystring|multivalueheader|multivaluequerystring)\..+)$/.exec(name) ?? [];
    if (parameter === undefined) report(`RequestParameters: ${name} is no request parameter`);
    return { parameter: (parameter ?? '').replace(/^multivalue/, ''), required: required === 'true' };
  });
  const bodySchemas = [...properties.textMap('RequestModels')].flatMap(([mediaType, name]) => {
    if (validator?.body !== true) return [];
    const compile = models.get(name);
    if (compile === undefined) report(`RequestModels: ${name} is no model of this REST API`);
    return compile === undefined ? [] : [[mediaType.toLowerCase(), compile(report)] as const];
  });
  return {
    requiredParameters: parameters
      .filter(({ required }) => required && validator?.parameters === true)
      .map(({ parameter }) => parameter)
      .sort(),
    bodySchemas: new Map(bodySchemas),
  };
}
