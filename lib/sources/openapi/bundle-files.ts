/**
 * Makes one document of a document and the files that it refers to. What stands in another file becomes a component, or,
 * when a path refers to it, stays where it was referred to. References within the document are kept.
 */
import path from 'node:path';
import { CatalogueError } from '#core/catalog/catalogue-error.ts';
import { COMPONENT_KINDS, type ComponentKind, componentKindOf, type Position, positionOf } from './document-shape.ts';
import { type Spot, targetFinder } from './find-target.ts';
import { formatPointer } from './json-pointer.ts';
import { entriesAt, isList, isObject, type JsonObject, type JsonValue, textAt, valueAt } from './json-value.ts';
import type { ProblemList } from './problem-list.ts';
import type { ReadSource, SourceFile } from './source-files.ts';

/** Callbacks hold path items, so that a few of them could stand for millions. */
const MAXIMUM_PATH_ITEMS = 1000;

export function bundleFiles(main: SourceFile, readSource: ReadSource, problems: ProblemList): JsonObject {
  /** What came from other files, by kind and name. */
  const added = new Map<ComponentKind, Map<string, JsonValue>>(COMPONENT_KINDS.map((kind) => [kind, new Map()]));
  /** Where in the bundle something of another file stands, by kind, file and pointer. */
  const pointers = new Map<string, string>();

  /** Path items that have been put where they were referred to. */
  let pathItems = 0;

  const findTarget = targetFinder(main, readSource);
  const find = (reference: string, { source, place }: Spot) => {
    const found = findTarget(reference, source);
    if (typeof found !== 'string') return found;
    problems.add(source, place, found);
    return undefined;
  };

  const copy = (spot: Spot, position: Position): JsonValue => {
    const { value, source, place } = spot;
    if (position === 'data') return value;
    if (isList(value)) {
      return value.map((item, index) =>
        copy({ value: item, source, place: [...place, index] }, positionOf(position, index)),
      );
    }
    if (!isObject(value)) return value;
    const kind = componentKindOf(position);
    const reference = textAt(value, '$ref');
    if (position === 'pathItem') return copyPathItem({ ...spot, value });
    if (kind === undefined || reference === undefined) return copyMembers({ ...spot, value }, position);
    const target = source === main ? outsideTarget(spot) : undefined;
    if (target !== undefined && pointers.get(idOf(kind, target)) === formatPointer(place.map(String))) {
      return copy(target, position);
    }
    return { ...copyMembers({ ...spot, value }, position), $ref: refer(reference, spot, kind) };
  };

  const copyMembers = ({ value, source, place }: Spot<JsonObject>, position: Position): JsonObject =>
    Object.fromEntries(
      Object.entries(value).map(([key, member]) => {
        const spot = { value: member, source, place: [...place, key] };
        const mapping = position === 'schemas' && key === 'discriminator';
        return [key, mapping ? copyDiscriminator(spot) : copy(spot, positionOf(position, key))];
      }),
    );

  /** OpenAPI 3.0 knows no path items among the components: each is put where it was referred to. */
  const copyPathItem = (spot: Spot<JsonObject>): JsonObject => {
    const { $ref: reference, ...own } = copyMembers(spot, 'pathItem');
    const target = typeof reference === 'string' ? find(reference, spot) : undefined;
    if (target === undefined) return own;
    pathItems += 1;
    if (pathItems > MAXIMUM_PATH_ITEMS) {
      throw new CatalogueError([
        `${main.name}: its path items refer to each other more than ${MAXIMUM_PATH_ITEMS} times; put what they share into components.`,
      ]);
    }
    return { ...copyPathItem(target), ...own };
  };

  /** The values of a discriminator's mapping are references, or names of schemas. */
  const copyDiscriminator = (spot: Spot): JsonValue => {
    const mapping = entriesAt(spot.value, 'mapping').map(([name, target]) => {
      const refers = typeof target === 'string' && /[#/]|\.(json|ya?ml)$/.test(target);
      return [name, refers ? refer(target, { ...spot, place: [...spot.place, 'mapping', name] }, 'schemas') : target];
    });
    return isObject(spot.value) && mapping.length > 0
      ? { ...spot.value, mapping: Object.fromEntries(mapping) }
      : spot.value;
  };

  /** What to write instead of a reference: itself within the document, else where its target stands in the bundle. */
  const refer = (reference: string, from: Spot, kind: ComponentKind): string => {
    const target = find(reference, from);
    if (target === undefined) return reference;
    if (target.source === main) return formatPointer(target.place.map(String));
    const id = idOf(kind, target);
    const known = pointers.get(id);
    if (known !== undefined) return known;
    const components = added.get(kind);
    const name = freeName(
      target,
      (one) => components?.has(one) === true || valueAt(main.value, 'components', kind, one) !== undefined,
    );
    const pointer = formatPointer(['components', kind, name]);
    pointers.set(id, pointer);
    // The name is taken before its value is copied, in which others may take theirs.
    components?.set(name, {});
    components?.set(name, copy(target, kind));
    return pointer;
  };

  /** For what is nothing but a reference to another file. */
  const outsideTarget = (spot: Spot) => {
    const reference = textAt(spot.value, '$ref');
    const alone = reference !== undefined && !reference.startsWith('#') && entriesAt(spot.value).length === 1;
    const target = alone ? find(reference, spot) : undefined;
    return target?.source === main ? undefined : target;
  };

  // A component that is nothing but a reference to a file takes in what stands there, and others refer to it.
  for (const kind of COMPONENT_KINDS) {
    for (const [name, value] of entriesAt(main.value, 'components', kind)) {
      const place = ['components', kind, name];
      const target = outsideTarget({ value, source: main, place });
      if (target === undefined || pointers.has(idOf(kind, target))) continue;
      pointers.set(idOf(kind, target), formatPointer(place));
    }
  }
  const bundle = copy({ value: main.value, source: main, place: [] }, 'document');
  return withComponents(isObject(bundle) ? bundle : {}, added);
}

function idOf(kind: ComponentKind, { source, place }: Spot): string {
  return `${kind} ${source.path}${formatPointer(place.map(String))}`;
}

/** After the last part of the pointer, or the file, that it came from. */
function freeName({ source, place }: Spot, isTaken: (name: string) => boolean): string {
  const wanted = String(place.at(-1) ?? path.basename(source.path, path.extname(source.path)));
  const name = wanted.replaceAll(/[^A-Za-z0-9._-]/g, '_');
  let free = name;
  for (let count = 2; isTaken(free); count += 1) free = `${name}_${count}`;
  return free;
}

function withComponents(
  bundle: JsonObject,
  added: ReadonlyMap<ComponentKind, ReadonlyMap<string, JsonValue>>,
): JsonObject {
  const changed = [...added]
    .filter(([, components]) => components.size > 0)
    .map(([kind, components]) => [kind, Object.fromEntries([...entriesAt(bundle, 'components', kind), ...components])]);
  if (changed.length === 0) return bundle;
  const components = Object.fromEntries([...entriesAt(bundle, 'components'), ...changed]);
  return { ...bundle, components };
}
