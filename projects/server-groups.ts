import { defineServerGroup } from '#core/catalog/authoring.ts';

/** For trying things out: `cdk destroy 'development/*'` takes tables and keys away as well. */
export const development = defineServerGroup({ name: 'development', removal: 'destroy' });

/**
 * Its tables and keys outlive the stacks. Add `account` and `region` to pin where it is deployed, and `reservedConcurrency`,
 * such as `{ token: 50, verifyAccessToken: 100 }`, if other functions run in the account; docs/deploy.md has the rest.
 */
export const production = defineServerGroup({ name: 'production', removal: 'retain' });
