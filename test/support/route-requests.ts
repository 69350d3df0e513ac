/** Requests for fuzzing routes: canonical ones that meet the resources of a catalogue, and hostile spellings of them. */
import fc from 'fast-check';

/** What an arbitrary draws. */
export type Drawn<Arbitrary> = Arbitrary extends fc.Arbitrary<infer One> ? One : never;

export interface RouteRequest {
  readonly method: string;
  /** Below the stage, as sent. */
  readonly path: string;
  /** How the path was written; `canonical` when there is but one way to read it. */
  readonly spelling: string;
}

/** What a request can be modelled on. */
export interface RouteModel {
  readonly template: string;
  readonly methods: readonly string[];
}

export const SEGMENTS = ['a', 'b', 'admin', 'Admin', '1.0', 'refunds', 'constructor', '__proto__'] as const;
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** Values of variables. Whatever is escaped here cannot be written without an escape. */
const VALUES = [...SEGMENTS, '7', '7', 'x-1_y.z', 'toString', 'a%20b', '%C3%BC', '%EF%BC%8E%EF%BC%8E', '100%25', '*'];
const ODD_VALUES = ['a+b~c', "@:!$&'()=,", '%7Bproxy+%7D', '...', '.a', 'orders', '%2A%3F%23'];

const UPS = [
  '..',
  '%2e%2e',
  '.%2E',
  '%252e%252e',
  '%c0%ae%c0%ae',
  '.%09.',
  '..;',
  '..;x=1',
  '..%00',
  '%25252e.',
  '%e0%80%ae.',
];
const SEPARATORS = [
  '//',
  '/./',
  '/%2e/',
  '/.;/',
  '%2F',
  '%2f',
  '\\',
  '%5C',
  '%252F',
  '%c0%af',
  '/%0d/',
  '/;/',
  '/x/../',
];
const SUFFIXES = [
  ';',
  ';x=1',
  '%3Bx',
  '%00',
  '%09',
  '%7F',
  '%0a',
  '\\',
  '%5c',
  '%',
  '%zz',
  ' ',
  '?x=1',
  '#x',
  '%2f',
  'ü',
  '*',
];
const ENDS = ['//', '/.', '/..', '/%2e', '/*', '/?', '/{proxy+}', '/__proto__', '/toString', `/${'x'.repeat(3_000)}`];
const WHOLES = [
  '',
  '/',
  '//',
  '*',
  '/*',
  '/{proxy+}',
  '/__proto__',
  '/%2e%2e',
  'orders',
  `/${'../'.repeat(400)}orders`,
];

const hex = (character: string) => character.charCodeAt(0).toString(16);
const LETTERS: readonly ((character: string) => string)[] = [
  (character) => `%${hex(character)}`,
  (character) => `%${hex(character).toUpperCase()}`,
  (character) => `%25${hex(character)}`,
  (character) => `%c${character.charCodeAt(0) < 64 ? 0 : 1}%${((character.charCodeAt(0) & 63) | 128).toString(16)}`,
  (character) => `${character}%09`,
];

const index = fc.nat({ max: 10_000 });
const pick = <One>(list: readonly One[], at: number): One => list[at % list.length] as One;

/** Writes the segments of a canonical path in another way. @param other another canonical path of the catalogue */
type Twist = (segments: readonly string[], at: number, other: readonly string[]) => string;

/** Where a project's own resources are, rather than its path. */
const nearEnd = ({ length }: readonly string[], at: number) => length - 1 - (at % Math.min(length, 3));
const written = (segments: readonly string[]) => `/${segments.join('/')}`;
const changed = (segments: readonly string[], at: number, change: (segment: string) => string) =>
  written(segments.map((segment, place) => (place === nearEnd(segments, at) ? change(segment) : segment)));

const TWISTS: Readonly<Record<string, (variant: number) => Twist>> = {
  /** Down one path, up again, and down another. */
  detour: (variant) => (segments, at, other) => {
    const common = variant % 3 === 0 ? 0 : sharedLength(segments, other);
    const down = segments.slice(0, Math.max(common, 1 + (at % segments.length)));
    return written([...down, ...down.slice(common).map(() => pick(UPS, variant)), ...other.slice(common)]);
  },
  separator: (variant) => (segments, at) => {
    const place = nearEnd(segments, at);
    return `${written(segments.slice(0, place)).replace(/^\/$/, '')}${pick(SEPARATORS, variant)}${segments.slice(place).join('/')}`;
  },
  letter: (variant) => (segments, at) =>
    changed(segments, at, (segment) => {
      const place = variant % segment.length;
      const spelt = pick(LETTERS, at + variant)(segment.charAt(place));
      return `${segment.slice(0, place)}${spelt}${segment.slice(place + 1)}`;
    }),
  suffix: (variant) => (segments, at) => changed(segments, at, (segment) => `${segment}${pick(SUFFIXES, variant)}`),
  case: (variant) => (segments, at) =>
    changed(segments, at, (segment) => (variant % 2 === 0 ? segment.toUpperCase() : segment.toLowerCase())),
  end: (variant) => (segments) => `${written(segments)}${pick(ENDS, variant)}`,
  whole: (variant) => () => pick(WHOLES, variant),
  /** The path stays; the method is none of API Gateway's. */
  method: () => written,
};

function sharedLength(one: readonly string[], other: readonly string[]): number {
  const different = one.findIndex((segment, place) => segment !== other[place]);
  return different < 0 ? one.length : different;
}

const walk = fc.record({
  model: index,
  values: fc.array(fc.constantFrom(...VALUES, ...ODD_VALUES, 'a', 'b', 'admin', 'admin'), {
    minLength: 3,
    maxLength: 3,
  }),
  tail: fc.integer({ min: 1, max: 3 }),
  change: fc.constantFrom('none', 'none', 'none', 'longer', 'shorter', 'other end'),
});

function segmentsOf({ model, values, tail, change }: Drawn<typeof walk>, models: readonly RouteModel[]) {
  const parts = pick(models, model).template.slice(1).split('/');
  const filled = parts.flatMap((part, place) => {
    if (part === '{proxy+}') return values.slice(0, tail);
    return part.startsWith('{') ? [pick(values, place)] : [part];
  });
  if (change === 'longer') return [...filled, pick(values, 0)];
  if (change === 'shorter' && filled.length > 1) return filled.slice(0, -1);
  return change === 'other end' ? [...filled.slice(0, -1), pick(values, 1)] : filled;
}

/** Writes a request that is modelled on one of a catalogue's resources, whichever these are. */
export type RequestWriter = (models: readonly RouteModel[]) => RouteRequest;

const methodDraw = fc.tuple(index, fc.boolean(), fc.boolean());
const methodOf = ([at, fits, fitsAll]: readonly [number, boolean, boolean], { methods }: RouteModel) =>
  pick((fits || fitsAll) && !methods.includes('ANY') ? methods : METHODS, at);

export const canonicalRequest: fc.Arbitrary<RequestWriter> = fc
  .tuple(walk, methodDraw, fc.constantFrom('', '', '', '/'))
  .map(([drawn, method, end]) => (models) => ({
    method: methodOf(method, pick(models, drawn.model)),
    path: `${written(segmentsOf(drawn, models))}${end}`,
    spelling: 'canonical',
  }));

export const hostileRequest: fc.Arbitrary<RequestWriter> = fc
  .record({
    drawn: walk,
    other: walk,
    method: methodDraw,
    twist: fc.constantFrom('detour', 'detour', 'letter', 'letter', 'separator', ...Object.keys(TWISTS)),
    variant: index,
    at: index,
  })
  .map(({ drawn, other, method, twist, variant, at }) => (all) => {
    // Whatever is hidden in a variable looks as if it belonged there.
    const variable = all.filter(({ template }) => template.includes('{'));
    const models = variable.length > 0 && at % 3 > 0 ? variable : all;
    const towards = pick(models, drawn.model);
    const plain = methodOf(method, towards);
    const write = TWISTS[twist]?.(variant) ?? (() => '');
    return {
      method: twist === 'method' ? pick([plain.toLowerCase(), 'TRACE', 'ANY', 'PURGE'], variant) : plain,
      path: write(segmentsOf(drawn, models), at, segmentsOf(other, all)),
      spelling: twist,
    };
  });
