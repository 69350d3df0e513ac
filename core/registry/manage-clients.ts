/** Use cases of clients. */
import { failure, type Result, success } from '../result.ts';
import { findAttributeErrors, patchAttributes } from './attributes.ts';
import { changeAggregate, type Decision } from './change-aggregate.ts';
import type { Client } from './client.ts';
import type { ClientChange, NewClient } from './contract.ts';
import { type Deletion, findConfirmationErrors } from './deletion.ts';
import type { Caller } from './describe-change.ts';
import { idempotencyOf } from './idempotency.ts';
import { countLiveSubscriptions, refuseInUse } from './live-subscriptions.ts';
import { type Created, createAggregate, type NewAggregatePorts, newAggregate } from './new-aggregate.ts';
import type { ClientStore, SubscriptionLister } from './ports.ts';
import type { Precondition } from './precondition.ts';
import { invalid, type RegistryFailure } from './registry-failure.ts';
import { isRegistryId } from './registry-id.ts';
import { wireClient } from './wire.ts';

export interface ClientPorts extends NewAggregatePorts {
  readonly clients: ClientStore;
  readonly subscriptions: SubscriptionLister;
}

/**
 * Creates a client. Its fields are well-formed already.
 *
 * @param idempotencyKey undefined when the caller chose none
 */
export async function createClient(
  ports: ClientPorts,
  caller: Caller,
  fields: NewClient,
  idempotencyKey?: string,
): Promise<Result<Created<Client>, RegistryFailure>> {
  const idempotency = idempotencyOf(
    { caller, route: 'createClient', key: idempotencyKey, body: fields },
    ports.secretHasher.hash,
  );
  return createAggregate<Client>({
    store: ports.clients,
    id: fields.clientId,
    idField: 'clientId',
    idempotency,
    make: async () => {
      const client = { status: 'active', attributes: {}, ...fields } as const satisfies Partial<Client>;
      return success(newAggregate(ports, { caller, action: 'client.create', idempotency }, client, wireClient));
    },
  });
}

/** A text that has not the shape of an id is not even looked for. */
export async function readClient(
  { clients }: Pick<ClientPorts, 'clients'>,
  clientId: string,
): Promise<Result<Client, RegistryFailure>> {
  const client = isRegistryId(clientId) ? await clients.get(clientId) : undefined;
  return client === undefined ? failure({ reason: 'not_found' }) : success(client);
}

/** The audit trail tells a change of status as what it does: it disables or enables. */
export async function changeClient(
  ports: ClientPorts,
  caller: Caller,
  clientId: string,
  change: ClientChange,
  ifMatch: Precondition,
): Promise<Result<Client, RegistryFailure>> {
  return changeAggregate<Client>(ports, caller, {
    store: ports.clients,
    id: isRegistryId(clientId) ? clientId : undefined,
    ifMatch,
    show: wireClient,
    decide: (current) => {
      const next: Client = {
        ...current,
        displayName: change.displayName ?? current.displayName,
        email: change.email ?? current.email,
        status: change.status ?? current.status,
        attributes: patchAttributes(current.attributes, change.attributes),
      };
      const errors = findAttributeErrors(next.attributes);
      if (errors.length > 0) return failure(invalid(errors));
      return success({ next: isSame(next, current) ? current : next, action: actionOf(next, current) });
    },
  });
}

/** One with subscriptions that are not revoked goes only when that is confirmed; they open nothing from then on. */
export async function deleteClient(
  ports: ClientPorts,
  caller: Caller,
  clientId: string,
  deletion: Deletion,
): Promise<Result<Client, RegistryFailure>> {
  return changeAggregate<Client>(ports, caller, {
    store: ports.clients,
    id: isRegistryId(clientId) ? clientId : undefined,
    ifMatch: deletion.ifMatch,
    show: wireClient,
    decide: async (current, now): Promise<Decision<Client>> => {
      const errors = findConfirmationErrors(clientId, deletion);
      if (errors.length > 0) return failure(invalid(errors));
      const refusal = deletion.confirm === undefined ? await refuseDeletion(ports, current) : undefined;
      if (refusal !== undefined) return failure(refusal);
      return success({ next: { ...current, deletedAt: now }, action: 'client.delete' });
    },
  });
}

async function refuseDeletion({ subscriptions }: ClientPorts, { clientId, incarnation }: Client) {
  const live = await countLiveSubscriptions(
    (page) => subscriptions.listOfClient(clientId, page),
    (subscription) => subscription.clientIncarnation === incarnation,
  );
  return refuseInUse(live, 'client', clientId);
}

function actionOf(next: Client, current: Client): string {
  if (next.status === current.status) return 'client.change';
  return next.status === 'disabled' ? 'client.disable' : 'client.enable';
}

function isSame(one: Client, other: Client): boolean {
  return JSON.stringify(wireClient(one)) === JSON.stringify(wireClient(other));
}
