/** The shape of an OpenAPI document as far as references go: where one may stand, and of which kind its target is. */

/** What `components` holds, by the name that it has there. */
export const COMPONENT_KINDS = [
  'schemas',
  'responses',
  'parameters',
  'examples',
  'requestBodies',
  'headers',
  'securitySchemes',
  'links',
  'callbacks',
] as const;
export type ComponentKind = (typeof COMPONENT_KINDS)[number];

/** `data` is what no reference is followed in: examples, defaults, extensions. A star stands for a map or a list of the kind. */
export type Position =
  | 'document'
  | 'components'
  | 'pathItem'
  | 'operation'
  | 'mediaType'
  | 'encoding'
  | 'data'
  | ComponentKind
  | `${ComponentKind | 'pathItem' | 'mediaType' | 'encoding'}*`;

type Fields = Readonly<Record<string, Position>>;

const METHOD_FIELDS: Fields = Object.fromEntries(
  ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'].map((method) => [method, 'operation'] as const),
);
const PARAMETER: Fields = { schema: 'schemas', examples: 'examples*', content: 'mediaType*' };

const FIELDS: Readonly<Partial<Record<Position, Fields>>> = {
  document: { paths: 'pathItem*', webhooks: 'pathItem*', components: 'components' },
  components: {
    ...Object.fromEntries(COMPONENT_KINDS.map((kind) => [kind, `${kind}*`] as const)),
    pathItems: 'pathItem*',
  },
  pathItem: { ...METHOD_FIELDS, parameters: 'parameters*' },
  operation: {
    parameters: 'parameters*',
    requestBody: 'requestBodies',
    responses: 'responses*',
    callbacks: 'callbacks*',
  },
  parameters: PARAMETER,
  headers: PARAMETER,
  requestBodies: { content: 'mediaType*' },
  responses: { headers: 'headers*', content: 'mediaType*', links: 'links*' },
  mediaType: { schema: 'schemas', examples: 'examples*', encoding: 'encoding*' },
  encoding: { headers: 'headers*' },
  schemas: {
    ...Object.fromEntries(
      [
        ...['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions'],
        ...['allOf', 'anyOf', 'oneOf', 'prefixItems'],
      ].map((keyword) => [keyword, 'schemas*'] as const),
    ),
    ...Object.fromEntries(
      [
        ...['items', 'contains', 'additionalProperties', 'propertyNames', 'unevaluatedItems', 'unevaluatedProperties'],
        ...['not', 'if', 'then', 'else', 'contentSchema'],
      ].map((keyword) => [keyword, 'schemas'] as const),
    ),
  },
};

/** The position of a member, given that of what holds it. */
export function positionOf(holder: Position, key: string | number): Position {
  const each = holder === 'callbacks' ? 'pathItem' : EACH.get(holder);
  if (each !== undefined) return each === 'pathItem' && String(key).startsWith('x-') ? 'data' : each;
  // A list where one value was expected holds several of it.
  if (typeof key === 'number') return holder;
  const fields = FIELDS[holder];
  return fields !== undefined && Object.hasOwn(fields, key) ? (fields[key] ?? 'data') : 'data';
}

const EACH: ReadonlyMap<Position, Position> = new Map(
  [...COMPONENT_KINDS, 'pathItem' as const, 'mediaType' as const, 'encoding' as const].map(
    (kind) => [`${kind}*`, kind] as const,
  ),
);

export function componentKindOf(position: Position): ComponentKind | undefined {
  return COMPONENT_KINDS.find((kind) => kind === position);
}
