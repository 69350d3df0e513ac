/** Everything that a file under `projects/` imports. */

export { defineCatalogue } from './catalogue.ts';
export type { ResourceDefinition } from './define-resource.ts';
export { defineRestProject } from './define-rest-project.ts';
export { defineTokenEndpoint } from './define-token-endpoint.ts';
export { defineServerGroup } from './server-group.ts';
export { sampleBackend } from './target.ts';
export { clientAttribute, constantAttribute, productAttribute, subscriptionAttribute } from './token-attributes.ts';
export { oauth2AccessTokens, oauthVerifyAccessToken } from './verify-access-token-policy.ts';
