/** Connects the routes of clients with their use cases. */

import type { Client } from '#core/registry/client.ts';
import { ROUTES } from '#core/registry/contract.ts';
import {
  type ClientPorts,
  changeClient,
  createClient,
  deleteClient,
  readClient,
} from '#core/registry/manage-clients.ts';
import { entityTag } from '#core/registry/precondition.ts';
import { wireClient } from '#core/registry/wire.ts';
import { operation, show } from './registry-operation.ts';
import { listPage } from './registry-page.ts';

export function clientOperations(ports: ClientPorts) {
  return {
    createClient: operation(ROUTES.createClient, async ({ body, headers }, caller) =>
      show(await createClient(ports, caller, body, headers['idempotency-key']), ({ item, replayed }) => ({
        ...shown(item),
        createdId: item.clientId,
        replayed,
      })),
    ),
    listClients: operation(ROUTES.listClients, ({ query }) =>
      listPage('clients', query, (page) => ports.clients.list(page), wireClient),
    ),
    readClient: operation(ROUTES.readClient, async ({ path }) => show(await readClient(ports, path.clientId), shown)),
    changeClient: operation(ROUTES.changeClient, async ({ path, headers, body }, caller) =>
      show(await changeClient(ports, caller, path.clientId, body, headers['if-match']), shown),
    ),
    deleteClient: operation(ROUTES.deleteClient, async ({ path, query, headers }, caller) =>
      show(
        await deleteClient(ports, caller, path.clientId, { ifMatch: headers['if-match'], confirm: query.confirm }),
        (client) => ({ about: shown(client).about }),
      ),
    ),
  };
}

function shown(client: Client) {
  const { clientId, revision } = client;
  return { body: wireClient(client), entityTag: entityTag(client), about: { clientId, revision } };
}
