/** The values of a token endpoint's attributes: what its tokens say, or would say now. */
import type { TokenAttributes } from '../catalog/token-attributes.ts';
import type { Attributes } from '../registry/attributes.ts';

/** What an attribute can come from. */
export interface AttributeSources {
  readonly client: { readonly attributes: Attributes };
  readonly subscription: { readonly attributes: Attributes };
  readonly product: { readonly attributes: Attributes };
}

/** @returns by the claim's name; an attribute that its source lacks is left out */
export function attributeValues(attributes: TokenAttributes, sources: AttributeSources): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([claim, source]) => {
      if (source.from === 'constant') return [[claim, source.value]];
      const held = sources[source.from].attributes;
      const value = Object.hasOwn(held, source.attribute) ? held[source.attribute] : undefined;
      return value === undefined ? [] : [[claim, value]];
    }),
  );
}
