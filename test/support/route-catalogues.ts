/** Catalogues and products for fuzzing routes: projects below one another, with variables, greedy and public resources. */
import fc from 'fast-check';
import type { ApiProject, Method, RestProject } from '#core/catalog/api-project.ts';
import { type Catalogue, defineCatalogue } from '#core/catalog/catalogue.ts';
import { defineRestProject } from '#core/catalog/define-rest-project.ts';
import { defineTokenEndpoint } from '#core/catalog/define-token-endpoint.ts';
import { oauthVerifyAccessToken } from '#core/catalog/verify-access-token-policy.ts';
import type { Operation, ProductProject } from '#core/registry/product.ts';
import { development } from './orders-catalogue.ts';
import { asSent, asUnderstood, pathOf, type ResourceNode, servedBy, verdictOn } from './route-oracle.ts';
import {
  type Drawn,
  METHODS,
  type RequestWriter,
  type RouteModel,
  type RouteRequest,
  SEGMENTS,
} from './route-requests.ts';

/** Each is found below another of them, or differs from one by case. */
const PLACES = [
  { contextPath: '/orders' },
  { contextPath: '/orders', version: '1.0' },
  { contextPath: '/orders/admin' },
  { contextPath: '/orders/a', version: 'b' },
  { contextPath: '/Orders' },
  { contextPath: '/a' },
] as const;

const methods = fc.oneof(
  fc.constant<readonly Method[]>(['ANY']),
  fc.subarray<Method>([...METHODS], { minLength: 1, maxLength: 3 }),
);
/** Few enough to meet one another. */
const part = fc.constantFrom('a', 'a', 'b', 'admin', 'admin', ...SEGMENTS, ...Array<string>(7).fill('{}'));
const drawnResource = fc.record({
  parts: fc.array(part, { maxLength: 3 }),
  greedy: fc.constantFrom(true, false, false),
  methods,
  policy: fc.constantFrom('verify', 'verify', 'scoped', 'public'),
});

/** Variables are called by their place, since API Gateway takes one name only for each. */
function pathOfResource(base: string, { parts, greedy }: Drawn<typeof drawnResource>): string {
  const depth = base.split('/').length;
  const named = parts.map((one, index) => (one === '{}' ? `{v${depth + index}}` : one));
  return `/${[...named, ...(greedy ? ['{proxy+}'] : [])].join('/')}`;
}

/** The API Gateway resources that a path becomes. */
function templatesOf(base: string, path: string): readonly string[] {
  const full = `${base}${path === '/' ? '' : path}`;
  return full.endsWith('/{proxy+}') ? [full, full.slice(0, -'/{proxy+}'.length)] : [full];
}

/** Whether API Gateway could not hold both: a method twice, or a variable and a greedy one side by side. */
function collide(one: RouteModel, other: RouteModel): boolean {
  const shares = one.methods.some((method) => other.methods.includes(method));
  if (one.template === other.template) return shares;
  const others = other.template.split('/');
  const at = one.template.split('/').findIndex((segment, index) => segment !== others[index]);
  const [a, b] = [one.template.split('/')[at], others[at]];
  return a !== undefined && b !== undefined && a.startsWith('{') && b.startsWith('{');
}

export interface FuzzedCatalogue {
  readonly catalogue: Catalogue;
  readonly projects: readonly ApiProject[];
  /** Every API Gateway resource. */
  readonly models: readonly RouteModel[];
}

const anyCatalogue: fc.Arbitrary<FuzzedCatalogue> = fc
  .record({
    places: fc.subarray([...PLACES], { minLength: 2, maxLength: 3 }),
    resources: fc.array(fc.array(drawnResource, { minLength: 2, maxLength: 6 }), { minLength: 3, maxLength: 3 }),
    tokenPath: fc.constantFrom('/token', '/orders/token', '/a/refunds'),
  })
  .map(({ places, resources, tokenPath }) => {
    const models: RouteModel[] = [{ template: tokenPath, methods: ['ANY'] }];
    const token = defineTokenEndpoint({ displayName: 'T', contextPath: tokenPath, serverGroups: [development] });
    const projects = places.flatMap((place, index) => aProject(index, place, resources[index] ?? [], models));
    const catalogue = defineCatalogue({ serverGroups: [development], projects: [token, ...projects] });
    return { catalogue, projects: catalogue.projects, models };
  });

/** @param models what is there already, to which is added what the project has */
function aProject(
  index: number,
  place: (typeof PLACES)[number],
  drawn: readonly Drawn<typeof drawnResource>[],
  models: RouteModel[],
): readonly RestProject[] {
  const kept = drawn.flatMap((one) => {
    const path = pathOfResource(pathOf(place), one);
    const own = templatesOf(pathOf(place), path).map((template) => ({ template, methods: one.methods }));
    if (own.some((model) => models.some((other) => collide(model, other)))) return [];
    models.push(...own);
    return [{ path, methods: one.methods, proxyRequest: one.policy === 'public' ? [] : [one.policy] }];
  });
  if (kept.length === 0) return [];
  const policies = {
    verify: oauthVerifyAccessToken({ location: 'header' }),
    scoped: oauthVerifyAccessToken({ location: 'header', scopes: ['more'] }),
  };
  const used = Object.entries(policies).filter(([name]) => kept.some(({ proxyRequest }) => proxyRequest[0] === name));
  return [
    defineRestProject({
      displayName: `P${index}`,
      ...place,
      target: `https://backend.example.com/base/p${index}`,
      policies: Object.fromEntries(used),
      resources: Object.fromEntries(kept.map((one, at) => [`R${at}`, one])),
      serverGroups: [development],
    }),
  ];
}

const drawnOperation = fc.record({
  resource: fc.nat({ max: 1_000 }),
  at: fc.nat({ max: 3 }),
  change: fc.constantFrom('none', 'none', 'fixed', 'variable', 'greedy', 'shorter'),
  fixed: fc.constantFrom(...SEGMENTS, '7'),
  methods: fc.option(methods, { nil: undefined, freq: 2 }),
});
const drawnHolding = fc.record({
  held: fc.constantFrom('not', 'whole', 'whole', 'narrowed', 'narrowed'),
  operations: fc.array(drawnOperation, { maxLength: 4 }),
});

export interface FuzzedProduct {
  readonly projects: readonly ProductProject[];
  /** Those of its tokens as well. */
  readonly scopes: readonly string[];
}

const drawnProduct = fc.record({
  holdings: fc.array(drawnHolding, { minLength: 3, maxLength: 3 }),
  scopes: fc.constantFrom<readonly string[]>(['more'], ['more'], []),
});

function writeProduct(
  projects: readonly ApiProject[],
  { holdings, scopes }: Drawn<typeof drawnProduct>,
): FuzzedProduct {
  const sold = projects.filter((project) => project.kind === 'rest');
  return {
    scopes,
    projects: sold.flatMap((project, index): readonly ProductProject[] => {
      const { held, operations } = holdings[index] ?? { held: 'not', operations: [] };
      if (held === 'not') return [];
      if (held === 'whole') return [{ projectId: project.id }];
      return [{ projectId: project.id, operations: operations.map((one) => operationOn(project, one)) }];
    }),
  };
}

/** Written like one of the project's resources, or nearly. */
function operationOn(
  project: RestProject,
  { resource, at, change, fixed, methods: own }: Drawn<typeof drawnOperation>,
): Operation {
  const resources = Object.values(project.resources);
  const model = resources[resource % resources.length];
  const parts = (model?.path ?? '/').split('/').filter((one) => one !== '');
  const place = parts.length === 0 ? 0 : at % parts.length;
  const put = (segment: string) => parts.map((one, index) => (index === place ? segment : one));
  const path = {
    none: parts,
    fixed: put(fixed),
    variable: put(`{w${place}}`),
    greedy: [...parts.slice(0, place), '{proxy+}'],
    shorter: parts.slice(0, -1),
  }[change];
  return { methods: own ?? model?.methods ?? ['GET'], path: `/${(path ?? parts).join('/')}` };
}

/** A catalogue, a product of some of it, and requests. */
export interface Scene extends FuzzedCatalogue {
  readonly product: FuzzedProduct;
  readonly requests: readonly RouteRequest[];
}

export function anyScene(request: fc.Arbitrary<RequestWriter>): fc.Arbitrary<Scene> {
  const requests = fc.array(request, { minLength: 6, maxLength: 6 });
  return fc.tuple(anyCatalogue, drawnProduct, requests).map(([fuzzed, product, writers]) => {
    const scene = {
      ...fuzzed,
      product: writeProduct(fuzzed.projects, product),
      requests: writers.map((write) => write(fuzzed.models)),
    };
    return Object.defineProperty(scene, fc.toStringMethod, { value: () => describe(scene) });
  });
}

/** What API Gateway serves of a request and what a backend understands by it, each with the oracle's verdict. */
export function bothReadings(tree: ResourceNode, { product }: Scene, { method, path }: RouteRequest) {
  return {
    served: servedBy(tree, method, asSent(path)),
    sent: verdictOn(tree, product, method, asSent(path)),
    meant: servedBy(tree, method, asUnderstood(path)),
    understood: verdictOn(tree, product, method, asUnderstood(path)),
  };
}

/** Short enough to be read where a test has failed. */
function describe({ projects, product }: Scene): string {
  const resources = projects.flatMap((project) =>
    Object.values(project.resources).map(
      ({ path, methods, proxyRequest }) =>
        `${project.id}: ${methods.join('|')} ${pathOf(project)} ${path} ${proxyRequest}`,
    ),
  );
  return ['', ...resources, JSON.stringify(product), ''].join('\n');
}
