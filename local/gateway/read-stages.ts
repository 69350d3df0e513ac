/** Reads the stages of a REST API: `AWS::ApiGateway::Stage`, and deployments that make one themselves. */
import type { ResolvedResource } from '../assembly/resolved-resource.ts';
import { type PropertyReader, readProperties } from './property-reader.ts';
import type { StageModel } from './rest-api-model.ts';
import type { Problems, Report } from './unsupported.ts';

/** Logging, tracing, documentation and throttling change no answer here: throttling is accepted and not enforced. */
const HARMLESS = [
  'AccessLogSetting',
  'CacheClusterSize',
  'DataTraceEnabled',
  'Description',
  'DocumentationVersion',
  'LoggingLevel',
  'MetricsEnabled',
  'Tags',
  'ThrottlingBurstLimit',
  'ThrottlingRateLimit',
  'TracingEnabled',
];

/** By name. All stages serve what the template says now. */
export function readStages(
  stages: readonly ResolvedResource[],
  deployments: readonly ResolvedResource[],
  problems: Problems,
): ReadonlyMap<string, StageModel> {
  const made = [
    ...stages.map((resource) => readStage(resource, problems.of(resource))),
    ...deployments.flatMap((resource) => readDeployment(resource, problems.of(resource)) ?? []),
  ];
  return new Map(made.map((stage) => [stage.name, stage]));
}

function readStage(resource: ResolvedResource, report: Report): StageModel {
  const properties = readProperties(resource.properties, report);
  properties.ignore('RestApiId');
  const stage = {
    name: properties.text('StageName') ?? resource.physicalId,
    deploymentId: properties.text('DeploymentId') ?? '',
    variables: readSettings(properties, report),
  };
  properties.close();
  return stage;
}

/** @returns `undefined` for a deployment that makes no stage */
function readDeployment(resource: ResolvedResource, report: Report): StageModel | undefined {
  const properties = readProperties(resource.properties, report);
  properties.ignore('RestApiId', 'Description');
  const name = properties.text('StageName');
  const description = properties.nested('StageDescription');
  const variables = description === undefined ? new Map<string, string>() : readSettings(description, report);
  description?.close();
  if (properties.raw('DeploymentCanarySettings') !== undefined) report('DeploymentCanarySettings is not supported');
  properties.close();
  return name === undefined ? undefined : { name, deploymentId: resource.physicalId, variables };
}

/** Reads the stage variables, and reports settings that would change answers: caches, client certificates, canaries. */
function readSettings(properties: PropertyReader, report: Report): ReadonlyMap<string, string> {
  properties.ignore(...HARMLESS);
  for (const cache of ['CacheClusterEnabled', 'CachingEnabled']) {
    if (properties.flag(cache) === true) report(`${cache} is not supported`);
  }
  for (const settings of properties.nestedList('MethodSettings')) {
    if (settings.flag('CachingEnabled') === true) report('MethodSettings: CachingEnabled is not supported');
    settings.ignore(...HARMLESS, 'HttpMethod', 'ResourcePath', 'CacheTtlInSeconds', 'CacheDataEncrypted');
    settings.close();
  }
  properties.ignore('CacheTtlInSeconds', 'CacheDataEncrypted');
  return properties.textMap('Variables');
}
