/** Which `AWS::ApiGateway::*` resources are served, which change no answer, and that the rest is reported. */
import type { ResolvedResource } from '../assembly/resolved-resource.ts';
import { isObject } from '../json-value.ts';
import type { Problems } from './unsupported.ts';

/** Types that belong to one REST API and are read with it. */
const SERVED = [
  'Authorizer',
  'Deployment',
  'GatewayResponse',
  'Method',
  'Model',
  'RequestValidator',
  'Resource',
  'Stage',
];

/**
 * Types that change no answer: logging roles, documentation, client certificates (reported where a stage uses one), VPC
 * links (reported where an integration uses one), and usage plans, which count only calls of methods that require an
 * API key (reported there).
 */
const HARMLESS = [
  'Account',
  'ApiKey',
  'ClientCertificate',
  'DocumentationPart',
  'DocumentationVersion',
  'UsagePlan',
  'UsagePlanKey',
  'VpcLink',
];

export function reportUnsupportedTypes(resources: readonly ResolvedResource[], problems: Problems): void {
  const apiIds = new Set(
    resources.filter(({ type }) => type === 'AWS::ApiGateway::RestApi').map((api) => api.physicalId),
  );
  for (const resource of resources) {
    const [, name] = /^AWS::ApiGateway::(\w+)$/.exec(resource.type) ?? [];
    if (name === undefined || name === 'RestApi' || HARMLESS.includes(name)) continue;
    if (!SERVED.includes(name)) problems.of(resource)('this resource type is not supported');
    else if (!apiIds.has(restApiIdOf(resource) ?? ''))
      problems.of(resource)('RestApiId is no REST API of this template');
  }
}

/** The REST API that a resource belongs to. */
export function restApiIdOf({ properties }: ResolvedResource): string | undefined {
  const id = isObject(properties) ? properties.RestApiId : undefined;
  return typeof id === 'string' ? id : undefined;
}
