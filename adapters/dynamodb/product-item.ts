/** How a product stands in the table Products. */
import type { Product } from '#core/registry/product.ts';
import { type AggregateItem, parseAggregateState } from './aggregate-item.ts';
import { TABLES } from './tables.ts';

export const productItem: AggregateItem<Product> = {
  table: 'Products',
  key: TABLES.Products.partitionKey,
  parse: (fields) => ({
    ...parseAggregateState(fields),
    productId: fields.text('productId'),
    displayName: fields.text('displayName'),
    ...(fields.has('description') && { description: fields.text('description') }),
    projects: fields.list('projects', (project) => ({ projectId: project.text('projectId') })),
    scopes: fields.texts('scopes'),
  }),
};
