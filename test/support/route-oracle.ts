/** A second opinion on routes: which resource serves a request, and what a product opens; written from the documents alone. */
import type { ApiProject } from '#core/catalog/api-project.ts';
import type { ProductProject } from '#core/registry/product.ts';

/** The parts of a path between its slashes. */
export type Segments = readonly string[];

/** A method of an API Gateway resource, and whose it is. */
export interface Served {
  readonly project: ApiProject;
  /** The API Gateway resource, for instance `/orders/1.0/{proxy+}`. */
  readonly template: string;
  readonly methods: readonly string[];
  /** Policies that a call passes; none for a public resource. */
  readonly policies: readonly string[];
}

export interface ResourceNode {
  readonly fixed: Map<string, ResourceNode>;
  variable?: ResourceNode;
  greedy?: ResourceNode;
  readonly served: Served[];
}

/** ANY stands for these methods; API Gateway takes no others. */
const ANY = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** Names are told apart by case, and one of a resource's methods has to be the very one that is asked for. */
const hasMethod = (methods: readonly string[], method: string) =>
  methods.includes(method) || (methods.includes('ANY') && ANY.includes(method));

/** A resource path below its project's path, which is the context path and then the version, if there is one. */
export function pathOf({ contextPath, version }: Pick<ApiProject, 'contextPath' | 'version'>): string {
  return [contextPath, ...(version === undefined ? [] : [version])].join('/');
}

const partsOf = (path: string): Segments => path.split('/').filter((part) => part !== '');

/** All projects of a stage are one tree of resources. A greedy resource takes in the path that it stands below, too. */
export function resourceTree(projects: readonly ApiProject[]): ResourceNode {
  const root = newNode();
  for (const project of projects) {
    for (const { path, methods, proxyRequest } of Object.values(project.resources)) {
      const parts = [...partsOf(pathOf(project)), ...partsOf(path)];
      const places = parts.at(-1) === '{proxy+}' ? [parts, parts.slice(0, -1)] : [parts];
      for (const place of places) {
        const served = { project, template: `/${place.join('/')}`, methods, policies: proxyRequest };
        place.reduce(childFor, root).served.push(served);
      }
    }
  }
  return root;
}

function newNode(): ResourceNode {
  return { fixed: new Map(), served: [] };
}

function childFor(node: ResourceNode, part: string): ResourceNode {
  const kind = part === '{proxy+}' ? 'greedy' : part.startsWith('{') ? 'variable' : 'fixed';
  const child = (kind === 'fixed' ? node.fixed.get(part) : node[kind]) ?? newNode();
  if (kind === 'fixed') node.fixed.set(part, child);
  else node[kind] = child;
  return child;
}

/** ANY is asked when no other of the resource's methods is the one. */
function methodOf({ served }: ResourceNode, method: string): Served | undefined {
  return (
    served.find(({ methods }) => methods.includes(method)) ?? served.find(({ methods }) => hasMethod(methods, method))
  );
}

/**
 * A fixed child goes before a variable one, and that before a greedy one. Where a branch ends without a resource, or without
 * one that has the method, the next one is tried. A variable takes one segment, a greedy one all that are left; neither is
 * ever empty.
 */
export function servedBy(node: ResourceNode, method: string, [first, ...rest]: Segments): Served | undefined {
  if (first === undefined) return methodOf(node, method);
  const branches = [node.fixed.get(first), first === '' ? undefined : node.variable];
  for (const branch of branches) {
    const served = branch && servedBy(branch, method, rest);
    if (served !== undefined) return served;
  }
  return node.greedy && methodOf(node.greedy, method);
}

/** API Gateway routes by the path as it was sent, escapes and all; slashes at its end don't count. */
export function asSent(path: string): Segments {
  const trimmed = path.replace(/\/+$/, '').replace(/^\//, '');
  return trimmed === '' ? [] : trimmed.split('/');
}

/**
 * What the most forgiving backend takes the path for: escapes are decoded until none is left, overlong UTF-8 included; a
 * backslash is a slash, a path parameter and control characters are nothing; then empty and dot segments are resolved
 * (RFC 3986 §6.2.2). An escaped `?` or `#`, a fullwidth letter and an upper-case one are characters of their own.
 */
export function asUnderstood(path: string): Segments {
  const understood: string[] = [];
  for (const segment of decoded(path).split(/[/\\]/)) {
    const plain = segment.replace(/;.*$/s, '').replace(/\p{Cc}/gu, '');
    if (plain === '..') understood.pop();
    else if (plain !== '' && plain !== '.') understood.push(plain);
  }
  return understood;
}

function decoded(text: string): string {
  const once = text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) =>
    forgivingUtf8(Buffer.from(escapes.replaceAll('%', ''), 'hex')),
  );
  return once === text ? text : decoded(once);
}

/** As decoders do that never ask whether a character was written in its shortest form. What is no character becomes one. */
function forgivingUtf8(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at] ?? 0;
    const size = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf8 ? 4 : lead < 0xfc ? 5 : 6;
    const rest = [...bytes.subarray(at + 1, at + size)].filter((byte) => byte >> 6 === 0b10);
    const code = rest.reduce((sum, byte) => sum * 64 + (byte & 0x3f), size === 1 ? lead : lead & (0x7f >> size));
    const isCharacter = rest.length === size - 1 && (size > 1 || lead < 0x80) && code <= 0x10ffff;
    text += isCharacter ? String.fromCodePoint(code) : '\ufffd';
    at += isCharacter ? size : 1;
  }
  return text;
}

/**
 * A product opens a protected resource of a project that it holds. One that is narrowed opens it for the methods and paths
 * of its operations alone, written like resources: a variable stands for what is a variable of the project's as well, and
 * not for a fixed segment that the project has a resource for; a greedy one for everything below, and the path before.
 */
export function opens(
  products: readonly ProductProject[],
  { project, template, policies }: Served,
  method: string,
  path: Segments,
): boolean {
  const held = products.find(({ projectId }) => projectId === project.id);
  if (held === undefined || project.kind !== 'rest' || policies.length === 0) return false;
  const base = partsOf(pathOf(project)).length;
  const route = partsOf(template).slice(base);
  return (held.operations ?? [{ methods: ['ANY'], path: '/{proxy+}' }]).some(
    (operation) => hasMethod(operation.methods, method) && takesIn(partsOf(operation.path), route, path.slice(base)),
  );
}

function takesIn(operation: Segments, route: Segments, path: Segments): boolean {
  const [part, ...parts] = operation;
  const [segment, ...segments] = path;
  if (part === '{proxy+}') return true;
  if (part === undefined || segment === undefined) return part === undefined && segment === undefined;
  const isVariable = route[0]?.startsWith('{') === true;
  const fits = part.startsWith('{') ? isVariable : part === segment;
  return fits && takesIn(parts, route[0] === '{proxy+}' ? route : route.slice(1), segments);
}

/** What becomes of a request: nobody serves it, it is public, or the token's product and scopes decide. */
export type Verdict = 'unserved' | 'public' | 'opened' | 'refused';

/** @param scopes of the token; each that the resource's policy names must be among them */
export function verdictOn(
  tree: ResourceNode,
  product: { readonly projects: readonly ProductProject[]; readonly scopes: readonly string[] },
  method: string,
  path: Segments,
): Verdict {
  const served = servedBy(tree, method, path);
  if (served === undefined) return 'unserved';
  if (served.policies.length === 0) return 'public';
  const needed = served.policies.flatMap((name) => {
    const policy = served.project.policies[name];
    return policy?.type === 'OAuthVerifyAccessToken' ? policy.scopes : [];
  });
  const hasScopes = needed.every((scope) => product.scopes.includes(scope));
  return hasScopes && opens(product.projects, served, method, path) ? 'opened' : 'refused';
}
