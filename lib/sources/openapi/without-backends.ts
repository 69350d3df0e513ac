/**
 * Leaves out of a document what may tell callers where the backend is: the servers of its parts, and what it says to
 * other gateways, whose extensions hold the addresses that they forward to.
 */
import { type Position, positionOf } from './document-shape.ts';
import { isList, isObject, type JsonObject, type JsonValue } from './json-value.ts';

/** Of Amazon API Gateway, Google's API Gateway and Endpoints, and Kong. */
const EXTENSION_OF_GATEWAYS = /^x-(amazon|google|kong)-/i;

/** The fields that name servers, by what holds them. */
const SERVERS: Readonly<Partial<Record<Position, string>>> = {
  document: 'servers',
  pathItem: 'servers',
  operation: 'servers',
  links: 'server',
};

export function withoutBackends(document: JsonObject): JsonObject {
  return reduced(document, 'document');
}

/** The keys of maps are names that the author chose, of headers for instance: only those of `paths` may be extensions. */
function reduced(holder: JsonObject, position: Position): JsonObject {
  const namesParts = position.endsWith('*') && position !== 'pathItem*';
  const kept = Object.entries(holder).filter(
    ([key]) => namesParts || !(key === SERVERS[position] || EXTENSION_OF_GATEWAYS.test(key)),
  );
  return Object.fromEntries(kept.map(([key, member]) => [key, reducedValue(member, positionOf(position, key))]));
}

/** Data, such as examples, is what it is. */
function reducedValue(value: JsonValue, position: Position): JsonValue {
  if (position === 'data') return value;
  if (isList(value)) return value.map((item, index) => reducedValue(item, positionOf(position, index)));
  return isObject(value) ? reduced(value, position) : value;
}
