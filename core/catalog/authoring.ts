/** Everything that a file under `projects/` imports. */
export type { Resource } from './api-project.ts';
export { defineCatalogue } from './catalogue.ts';
export { defineRestProject } from './define-rest-project.ts';
export { defineTokenEndpoint } from './define-token-endpoint.ts';
export { oauth2AccessTokens, oauthVerifyAccessToken } from './policy.ts';
export { defineServerGroup } from './server-group.ts';
export { sampleBackend } from './target.ts';
export { clientAttribute, constantAttribute, productAttribute, subscriptionAttribute } from './token-attributes.ts';
