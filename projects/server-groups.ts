import { defineServerGroup } from '#core/catalog/authoring.ts';

/** For trying things out: `cdk destroy 'development/*'` leaves nothing behind. */
export const development = defineServerGroup({ name: 'development', removal: 'destroy' });

/** Its tables and keys outlive the stacks. Add `account` and `region` to pin where it is deployed. */
export const production = defineServerGroup({ name: 'production', removal: 'retain' });
