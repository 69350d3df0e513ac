/** How a product stands in the table Products. */
import { METHODS } from '#core/catalog/api-project.ts';
import { AUTHENTICATION_METHODS } from '#core/registry/authentication-method.ts';
import type { Operation, Product, ProductProject } from '#core/registry/product.ts';
import { type AggregateItem, parseAggregateState } from './aggregate-item.ts';
import type { ItemFields } from './item-fields.ts';
import { TABLES } from './tables.ts';

export const productItem: AggregateItem<Product> = {
  table: 'Products',
  key: TABLES.Products.partitionKey,
  parse: (fields) => ({
    ...parseAggregateState(fields),
    productId: fields.text('productId'),
    displayName: fields.text('displayName'),
    ...(fields.has('description') && { description: fields.text('description') }),
    projects: fields.list('projects', parseProject),
    scopes: fields.texts('scopes'),
    access: fields.oneOf('access', ['public', 'private']),
    keyApproval: fields.oneOf('keyApproval', ['automatic', 'manual']),
    ...(fields.has('accessTokenExpiryTime') && { accessTokenExpiryTime: fields.count('accessTokenExpiryTime') }),
    ...(fields.has('authenticationMethods') && {
      authenticationMethods: fields.listOf('authenticationMethods', AUTHENTICATION_METHODS),
    }),
    attributes: fields.textMap('attributes'),
  }),
};

function parseProject(fields: ItemFields): ProductProject {
  return {
    projectId: fields.text('projectId'),
    ...(fields.has('operations') && { operations: fields.list('operations', parseOperation) }),
    ...(fields.has('soapOperations') && { soapOperations: fields.texts('soapOperations') }),
  };
}

function parseOperation(fields: ItemFields): Operation {
  return {
    methods: fields.listOf('methods', METHODS),
    path: fields.text('path'),
  };
}
