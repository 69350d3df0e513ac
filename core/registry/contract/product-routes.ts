/** The contract of the routes of products. */
import type * as z from 'zod';
import {
  accessTokenExpiryTime,
  attributes,
  attributesPatch,
  authenticationMethods,
  confirm,
  description,
  displayName,
  id,
  idempotencyKey,
  ifMatch,
  keyApproval,
  page,
  productAccess,
  projects,
  scopes,
} from './fields.ts';
import type { Routes } from './route-contract.ts';
import { strict, text } from './texts.ts';
import { wireProduct, wireProducts } from './wire-things.ts';

const nothing = strict({});
const productPath = strict({ productId: text() });

export const newProduct = strict({
  productId: id,
  displayName,
  description: description.exactOptional(),
  projects,
  scopes,
  access: productAccess.exactOptional(),
  keyApproval: keyApproval.exactOptional(),
  accessTokenExpiryTime: accessTokenExpiryTime.exactOptional(),
  authenticationMethods: authenticationMethods.exactOptional(),
  attributes: attributes.exactOptional(),
});

export const productChange = strict({
  displayName: displayName.exactOptional(),
  description: description.nullable().exactOptional(),
  projects: projects.exactOptional(),
  scopes: scopes.exactOptional(),
  access: productAccess.exactOptional(),
  keyApproval: keyApproval.exactOptional(),
  accessTokenExpiryTime: accessTokenExpiryTime.nullable().exactOptional(),
  authenticationMethods: authenticationMethods.nullable().exactOptional(),
  attributes: attributesPatch.exactOptional(),
});
export type NewProduct = z.output<typeof newProduct>;
export type ProductChange = z.output<typeof productChange>;

export const productRoutes = {
  createProduct: {
    method: 'POST',
    path: '/products',
    tag: 'Products',
    summary: 'Create a product',
    request: strict({
      path: nothing,
      query: nothing,
      headers: strict({ 'idempotency-key': idempotencyKey.exactOptional() }),
      body: newProduct,
    }),
    success: { status: 201, body: wireProduct, headers: ['ETag', 'Location', 'Idempotency-Replayed'] },
    problems: ['conflict'],
    mutation: true,
    holdsSecret: false,
  },
  listProducts: {
    method: 'GET',
    path: '/products',
    tag: 'Products',
    summary: 'List products',
    request: strict({ path: nothing, query: strict(page), headers: nothing }),
    success: { status: 200, body: wireProducts },
    problems: [],
    mutation: false,
    holdsSecret: false,
  },
  readProduct: {
    method: 'GET',
    path: '/products/{productId}',
    tag: 'Products',
    summary: 'Read a product',
    request: strict({ path: productPath, query: nothing, headers: nothing }),
    success: { status: 200, body: wireProduct, headers: ['ETag'] },
    problems: ['not_found', 'unreadable_item'],
    mutation: false,
    holdsSecret: false,
  },
  changeProduct: {
    method: 'PATCH',
    path: '/products/{productId}',
    tag: 'Products',
    summary: 'Change a product by a JSON merge patch (RFC 7396)',
    request: strict({
      path: productPath,
      query: nothing,
      headers: strict({ 'if-match': ifMatch }),
      body: productChange,
    }),
    success: { status: 200, body: wireProduct, headers: ['ETag'] },
    problems: ['not_found', 'conflict', 'unreadable_item'],
    mutation: true,
    holdsSecret: false,
  },
  deleteProduct: {
    method: 'DELETE',
    path: '/products/{productId}',
    tag: 'Products',
    summary: 'Delete a product; one with subscriptions that are not revoked needs its id as `confirm`',
    request: strict({
      path: productPath,
      query: strict({ confirm: confirm.exactOptional() }),
      headers: strict({ 'if-match': ifMatch }),
    }),
    success: { status: 204 },
    problems: ['not_found', 'in_use', 'conflict', 'unreadable_item'],
    mutation: true,
    holdsSecret: false,
  },
} as const satisfies Routes;
