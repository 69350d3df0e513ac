/** A project's backend as API Gateway calls it: the URL for each of the project's routes. */
import type { GatewaySecret } from '#core/catalog/gateway-secret.ts';
import { parseBaseUrl, type UrlTarget } from '#core/catalog/target.ts';
import type { VpcLink } from '#core/catalog/vpc-link.ts';

export interface Backend {
  /** Where the project's own path goes. */
  readonly root: string;
  /** Ends with a slash: what a route has behind the project's path is appended. */
  readonly base: string;
  /** Present if the backend is reached over one. */
  readonly vpcLink?: VpcLink;
  /** Present if the backend knows the gateway by one. */
  readonly gatewaySecret?: GatewaySecret;
}

/** @throws Error if the URL is none; the catalogue's checks tell of that first */
export function backendOfUrl({ url, vpcLink, gatewaySecret }: UrlTarget): Backend {
  const parsed = parseBaseUrl(url);
  if (parsed === undefined) throw new Error(`${url} is not a base URL.`);
  const trimmed = url.replace(/\/+$/, '');
  return {
    root: parsed.path === '' ? `${trimmed}/` : trimmed,
    base: `${trimmed}/`,
    ...(vpcLink === undefined ? {} : { vpcLink }),
    ...(gatewaySecret === undefined ? {} : { gatewaySecret }),
  };
}

/**
 * @param projectPath for instance `/orders/1.0`
 * @param template the route's, for instance `/orders/1.0/{proxy+}`
 */
export function integrationUrl({ root, base }: Backend, projectPath: string, template: string): string {
  const rest = template.slice(projectPath.length + 1).replace('{proxy+}', '{proxy}');
  return rest === '' ? root : `${base}${rest}`;
}

/** The names of a template's variables; a greedy one is called `proxy`. */
export function pathVariablesOf(template: string): readonly string[] {
  return [...template.matchAll(/\{([A-Za-z0-9_]+)\+?\}/g)].map(([, name = '']) => name);
}
