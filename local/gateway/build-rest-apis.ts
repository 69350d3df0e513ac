/** Makes every REST API of a template ready to be served, or says everything about it that can't be. */
import type { ResolvedResource } from '../assembly/resolved-resource.ts';
import { createRestApiHandler } from './handle-request.ts';
import { readRestApi } from './read-rest-api.ts';
import type { RestApiContext, ServedRestApi } from './rest-api-host.ts';
import { collectProblems } from './unsupported.ts';
import { reportUnsupportedTypes } from './unsupported-types.ts';

/**
 * @param resources all resources of the template; only `AWS::ApiGateway::*` is looked at
 * @returns the APIs in the template's order
 * @throws UnsupportedTemplateError listing, by logical id, everything of the APIs that can't be served as asked
 */
export function buildRestApis(
  resources: readonly ResolvedResource[],
  context: RestApiContext,
): readonly ServedRestApi[] {
  const problems = collectProblems();
  reportUnsupportedTypes(resources, problems);
  const models = resources
    .filter(({ type }) => type === 'AWS::ApiGateway::RestApi')
    .map((restApi) => readRestApi(restApi, resources, problems));
  problems.throwIfAny();
  return models.map((model) => ({
    apiId: model.apiId,
    logicalId: model.logicalId,
    stageNames: [...model.stages.keys()],
    handle: createRestApiHandler(model, context),
  }));
}
