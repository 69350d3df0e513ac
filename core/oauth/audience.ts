/** Whom a token is for: the gateway, or the API projects that a request names as its resources (RFC 8707). */
import type { Product } from '../registry/product.ts';
import { failure, type Result, success } from '../result.ts';

export type AudienceFailure = { readonly reason: 'resources_too_many' } | { readonly reason: 'resource_not_allowed' };

/** What can be named as a resource. */
export interface ResourceIndicators {
  /** The gateway's stage URL, without a slash at the end: every project. */
  readonly gatewayUrl: string;
  readonly projects: readonly ProjectIndicator[];
}

export interface ProjectIndicator {
  readonly projectId: string;
  /** Below the stage, with the version; the project's URL is its resource indicator, exactly as its metadata have it. */
  readonly path: string;
}

/** All of them stand in the token, which must fit into a header. */
const MAXIMUM_RESOURCES = 5;

/**
 * Without a resource a token is for the whole gateway; otherwise for exactly what was named, each once and in the order
 * asked, or there is none. What is no project of the product is refused like what is no project at all (RFC 8707 §2.2).
 */
export function grantAudience(
  requested: readonly string[],
  { gatewayUrl, projects }: ResourceIndicators,
  product: Pick<Product, 'projects'>,
): Result<readonly string[], AudienceFailure> {
  const resources = [...new Set(requested)];
  if (resources.length === 0) return success([gatewayUrl]);
  if (resources.length > MAXIMUM_RESOURCES) return failure({ reason: 'resources_too_many' });
  const sold = projects.filter(({ projectId }) => product.projects.some((held) => held.projectId === projectId));
  const known = new Set([gatewayUrl, ...sold.map(({ path }) => projectIndicator(gatewayUrl, path))]);
  return resources.every((resource) => known.has(resource))
    ? success(resources)
    : failure({ reason: 'resource_not_allowed' });
}

/** Whether a token with this audience may be used at a project of the gateway (RFC 9068 §4). */
export function isForProject(audience: readonly string[], gatewayUrl: string, path: string): boolean {
  return audience.includes(gatewayUrl) || audience.includes(projectIndicator(gatewayUrl, path));
}

/** Whether a token with this audience is for the gateway, or for anything below it. */
export function isForGateway(audience: readonly string[], gatewayUrl: string): boolean {
  return audience.some((one) => one === gatewayUrl || one.startsWith(`${gatewayUrl}/`));
}

function projectIndicator(gatewayUrl: string, path: string): string {
  return `${gatewayUrl}${path}`;
}
