/** Compares the attributes that a policy asks for with those of a token, and with what these were taken from. */
import type { DeployedCatalogue } from '../catalog/deployed-catalogue.ts';
import type { OAuthVerifyAccessTokenPolicy } from '../catalog/policy.ts';
import type { AccessToken } from '../oauth/access-token.ts';
import { type AttributeSources, attributeValues } from '../oauth/attribute-values.ts';
import type { Attributes } from '../registry/attributes.ts';

/**
 * The token must say so, and so must what it was taken from: once that has changed, a token that was made before is good
 * no longer. A token of a token endpoint that is gone has no such source.
 *
 * @returns the name of the first attribute that is not what the policy asks for
 */
export function differingAttribute(
  { attributes }: OAuthVerifyAccessTokenPolicy,
  token: AccessToken,
  sources: AttributeSources,
  { tokenEndpoints }: DeployedCatalogue,
): string | undefined {
  const wanted = Object.entries(attributes);
  if (wanted.length === 0) return undefined;
  const endpoint = tokenEndpoints.find(({ projectId }) => projectId === token.tokenEndpoint);
  const current = attributeValues(endpoint?.attributes ?? {}, sources);
  return wanted.find(([name, value]) => !holds(token.attributes, name, value) || !holds(current, name, value))?.[0];
}

function holds(attributes: Attributes, name: string, value: string): boolean {
  return Object.hasOwn(attributes, name) && attributes[name] === value;
}
