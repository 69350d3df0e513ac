/** Use cases of clients. */
import { failure, type Result, success } from '#core/result.ts';
import type { Client } from './client.ts';
import type { Caller } from './describe-change.ts';
import { type NewAggregatePorts, newAggregateState } from './new-aggregate.ts';
import type { ClientStore } from './ports.ts';
import type { RegistryFailure } from './registry-failure.ts';
import { isRegistryId } from './registry-id.ts';

export interface ClientPorts extends NewAggregatePorts {
  readonly clients: ClientStore;
}

export type NewClient = Pick<Client, 'clientId' | 'displayName' | 'email'> & {
  /** @default 'active' */
  readonly status?: Client['status'];
};

/** Creates a client. Its fields are well-formed already. */
export async function createClient(
  ports: ClientPorts,
  caller: Caller,
  fields: NewClient,
): Promise<Result<Client, RegistryFailure>> {
  const client: Client = {
    status: 'active',
    attributes: {},
    ...fields,
    ...newAggregateState(ports, caller, 'client.create', fields),
  };
  const outcome = await ports.clients.create(client);
  if (outcome === 'exists') return failure({ reason: 'exists', field: 'clientId', id: fields.clientId });
  return success(client);
}

/** A text that has not the shape of an id is not even looked for. */
export async function readClient(
  { clients }: Pick<ClientPorts, 'clients'>,
  clientId: string,
): Promise<Result<Client, RegistryFailure>> {
  const client = isRegistryId(clientId) ? await clients.get(clientId) : undefined;
  return client === undefined ? failure({ reason: 'not_found' }) : success(client);
}
