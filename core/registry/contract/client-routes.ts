/** The contract of the routes of clients. */
import type * as z from 'zod';
import {
  attributes,
  attributesPatch,
  clientStatus,
  confirm,
  displayName,
  email,
  id,
  idempotencyKey,
  ifMatch,
  page,
} from './fields.ts';
import type { Routes } from './route-contract.ts';
import { strict, text } from './texts.ts';
import { wireClient, wireClients } from './wire-things.ts';

const nothing = strict({});
const clientPath = strict({ clientId: text() });

export const newClient = strict({
  clientId: id,
  displayName,
  email,
  status: clientStatus.exactOptional(),
  attributes: attributes.exactOptional(),
});

export const clientChange = strict({
  displayName: displayName.exactOptional(),
  email: email.exactOptional(),
  status: clientStatus.exactOptional(),
  attributes: attributesPatch.exactOptional(),
});
export type NewClient = z.output<typeof newClient>;
export type ClientChange = z.output<typeof clientChange>;

export const clientRoutes = {
  createClient: {
    method: 'POST',
    path: '/clients',
    tag: 'Clients',
    summary: 'Create a client',
    request: strict({
      path: nothing,
      query: nothing,
      headers: strict({ 'idempotency-key': idempotencyKey.exactOptional() }),
      body: newClient,
    }),
    success: { status: 201, body: wireClient, headers: ['ETag', 'Location', 'Idempotency-Replayed'] },
    problems: ['conflict'],
    mutation: true,
    holdsSecret: false,
  },
  listClients: {
    method: 'GET',
    path: '/clients',
    tag: 'Clients',
    summary: 'List clients',
    request: strict({ path: nothing, query: strict(page), headers: nothing }),
    success: { status: 200, body: wireClients },
    problems: [],
    mutation: false,
    holdsSecret: false,
  },
  readClient: {
    method: 'GET',
    path: '/clients/{clientId}',
    tag: 'Clients',
    summary: 'Read a client',
    request: strict({ path: clientPath, query: nothing, headers: nothing }),
    success: { status: 200, body: wireClient, headers: ['ETag'] },
    problems: ['not_found', 'unreadable_item'],
    mutation: false,
    holdsSecret: false,
  },
  changeClient: {
    method: 'PATCH',
    path: '/clients/{clientId}',
    tag: 'Clients',
    summary: 'Change a client by a JSON merge patch (RFC 7396)',
    request: strict({ path: clientPath, query: nothing, headers: strict({ 'if-match': ifMatch }), body: clientChange }),
    success: { status: 200, body: wireClient, headers: ['ETag'] },
    problems: ['not_found', 'conflict', 'unreadable_item'],
    mutation: true,
    holdsSecret: false,
  },
  deleteClient: {
    method: 'DELETE',
    path: '/clients/{clientId}',
    tag: 'Clients',
    summary: 'Delete a client; one with subscriptions that are not revoked needs its id as `confirm`',
    request: strict({
      path: clientPath,
      query: strict({ confirm: confirm.exactOptional() }),
      headers: strict({ 'if-match': ifMatch }),
    }),
    success: { status: 204 },
    problems: ['not_found', 'in_use', 'conflict', 'unreadable_item'],
    mutation: true,
    holdsSecret: false,
  },
} as const satisfies Routes;
