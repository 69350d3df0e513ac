/** Everything that a file under `projects/` imports. */

export { defineCatalogue } from './catalogue.ts';
export type { ResourceDefinition } from './define-resource.ts';
export { defineRestProject } from './define-rest-project.ts';
export { defineTokenEndpoint } from './define-token-endpoint.ts';
export { defineWsdlProject } from './define-wsdl-project.ts';
export { gatewaySecret } from './gateway-secret.ts';
export { defineServerGroup } from './server-group.ts';
export { backend, sampleBackend } from './target.ts';
export { clientAttribute, constantAttribute, productAttribute, subscriptionAttribute } from './token-attributes.ts';
export { oauth2AccessTokens, oauthVerifyAccessToken } from './verify-access-token-policy.ts';
export { vpcLink } from './vpc-link.ts';
