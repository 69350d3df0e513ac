import { defineCatalogue } from '#core/catalog/authoring.ts';
import { accessToken } from './access-token.ts';
import { legacy } from './legacy.ts';
import { orders } from './orders.ts';
import { development, production } from './server-groups.ts';

/** Everything that is deployed. A new project is a file beside this one and an entry here. */
export const catalogue = defineCatalogue({
  serverGroups: [development, production],
  projects: [accessToken, orders, legacy],
});
