/** Reads one REST API with everything that belongs to it out of a template's resources. */
import type { ResolvedResource } from '../assembly/resolved-resource.ts';
import { readProperties } from './property-reader.ts';
import { readAuthorizer } from './read-authorizer.ts';
import { readGatewayResponse } from './read-gateway-response.ts';
import { readMethod } from './read-method.ts';
import { readModels, readRequestValidators } from './read-models.ts';
import { readResourceTree } from './read-resource-tree.ts';
import { readStages } from './read-stages.ts';
import type { RestApiModel } from './rest-api-model.ts';
import type { Problems } from './unsupported.ts';
import { restApiIdOf } from './unsupported-types.ts';

/** Problems are noted, so that all of them can be told at once; a model read with problems must not be served. */
export function readRestApi(
  restApi: ResolvedResource,
  resources: readonly ResolvedResource[],
  problems: Problems,
): RestApiModel {
  const own = resources.filter((resource) => restApiIdOf(resource) === restApi.physicalId);
  const ofType = (name: string) => own.filter(({ type }) => type === `AWS::ApiGateway::${name}`);

  const authorizers = new Map(
    ofType('Authorizer').flatMap((resource) => {
      const authorizer = readAuthorizer(resource, problems.of(resource));
      return authorizer === undefined ? [] : [[resource.physicalId, authorizer] as const];
    }),
  );
  const parts = {
    authorizers,
    unreadAuthorizers: new Set(ofType('Authorizer').map(({ physicalId }) => physicalId)),
    models: readModels(ofType('Model'), problems),
    validators: readRequestValidators(ofType('RequestValidator'), problems),
  };
  const methods = ofType('Method').flatMap((resource) => readMethod(resource, parts, problems.of(resource)) ?? []);
  const gatewayResponses = ofType('GatewayResponse').flatMap((resource) =>
    readGatewayResponse(resource, problems.of(resource)),
  );
  return {
    logicalId: restApi.logicalId,
    apiId: restApi.physicalId,
    ...readRestApiProperties(restApi, problems),
    root: readResourceTree(restApi.physicalId, ofType('Resource'), methods, problems),
    stages: readStages(ofType('Stage'), ofType('Deployment'), problems),
    gatewayResponses: new Map(gatewayResponses),
  };
}

function readRestApiProperties(restApi: ResolvedResource, problems: Problems) {
  const report = problems.of(restApi);
  const properties = readProperties(restApi.properties, report);
  properties.ignore('Name', 'Description', 'Tags', 'FailOnWarnings', 'SecurityPolicy', 'EndpointAccessMode');

  const keySource = properties.text('ApiKeySourceType') ?? 'HEADER';
  if (keySource !== 'HEADER') report(`ApiKeySourceType ${keySource} is not supported`);
  if (properties.flag('DisableExecuteApiEndpoint') === true) report('DisableExecuteApiEndpoint is not supported');
  const endpoint = properties.nested('EndpointConfiguration');
  const types = endpoint?.texts('Types') ?? [];
  endpoint?.ignore('IpAddressType');
  endpoint?.close();
  if (types.some((type) => type !== 'EDGE' && type !== 'REGIONAL'))
    report(`the endpoint type ${types.join()} is not supported`);
  const binaryMediaTypes = properties.texts('BinaryMediaTypes').map((type) => type.replaceAll('~1', '/'));
  properties.close();
  return { edgeOptimised: !types.includes('REGIONAL'), binaryMediaTypes };
}
