/** Joins the resources of a REST API into a tree, with their methods. */
import type { ResolvedResource } from '../assembly/resolved-resource.ts';
import { type PropertyReader, readProperties } from './property-reader.ts';
import type { MethodModel, ResourceNode } from './rest-api-model.ts';
import type { Problems } from './unsupported.ts';

export interface MethodOfResource {
  readonly resource: ResolvedResource;
  readonly resourceId: string;
  readonly httpMethod: string;
  readonly method: MethodModel;
}

interface Part {
  readonly resource: ResolvedResource;
  readonly parentId: string;
  readonly pathPart: string;
}

/** The root's id is the one that `GetAtt RootResourceId` resolves to. */
export function readResourceTree(
  apiId: string,
  resources: readonly ResolvedResource[],
  methods: readonly MethodOfResource[],
  problems: Problems,
): ResourceNode {
  const parts = resources.map((resource): Part => {
    const properties = readProperties(resource.properties, problems.of(resource));
    properties.ignore('RestApiId');
    const part = { resource, parentId: required(properties, 'ParentId'), pathPart: required(properties, 'PathPart') };
    properties.close();
    return part;
  });
  const reached = new Set<string>();
  const node = (id: string, path: string): ResourceNode => {
    reached.add(id);
    const children = parts.filter(({ parentId, resource }) => parentId === id && !reached.has(resource.physicalId));
    reportClashes(children, problems);
    const nodes = children.map(({ resource, pathPart }) => ({
      ...classify(pathPart),
      node: node(resource.physicalId, `${path === '/' ? '' : path}/${pathPart}`),
    }));
    const variable = nodes.find(({ kind }) => kind === 'variable');
    const greedy = nodes.find(({ kind }) => kind === 'greedy');
    return {
      id,
      path,
      methods: methodsOf(id, methods, problems),
      statics: new Map(nodes.filter(({ kind }) => kind === 'static').map(({ name, node: child }) => [name, child])),
      ...(variable && { variable }),
      ...(greedy && { greedy }),
    };
  };
  const root = node(`${apiId}-root`, '/');
  for (const { resource, parentId } of parts) {
    if (!reached.has(resource.physicalId))
      problems.of(resource)(`ParentId ${parentId} leads to no root of this REST API`);
  }
  for (const { resource, resourceId } of methods) {
    if (!reached.has(resourceId)) problems.of(resource)(`ResourceId ${resourceId} is no resource of this REST API`);
  }
  return root;
}

function required(properties: PropertyReader, name: string): string {
  return properties.text(name) ?? '';
}

function classify(pathPart: string): { readonly kind: 'static' | 'variable' | 'greedy'; readonly name: string } {
  const [, name, plus] = /^\{([^{}+]+)(\+?)\}$/.exec(pathPart) ?? [];
  if (name === undefined) return { kind: 'static', name: pathPart };
  return { kind: plus === '+' ? 'greedy' : 'variable', name };
}

/** What API Gateway refuses to create, and we couldn't route. */
function reportClashes(children: readonly Part[], problems: Problems): void {
  const seen = new Set<string>();
  for (const { resource, pathPart } of children) {
    const { kind, name } = classify(pathPart);
    const key = kind === 'static' ? `/${name}` : 'a path variable';
    if (seen.has(key)) problems.of(resource)(`PathPart ${pathPart} stands beside a sibling that takes the same paths`);
    seen.add(key);
    if (kind === 'static' && !/^[\w.:,~!@$&'()*+;=%-]+$/.test(pathPart)) {
      problems.of(resource)(`PathPart ${JSON.stringify(pathPart)} is no path part of API Gateway`);
    }
  }
}

function methodsOf(
  id: string,
  methods: readonly MethodOfResource[],
  problems: Problems,
): ReadonlyMap<string, MethodModel> {
  const own = new Map<string, MethodModel>();
  for (const { resource, resourceId, httpMethod, method } of methods) {
    if (resourceId !== id) continue;
    if (own.has(httpMethod)) problems.of(resource)(`the resource has two ${httpMethod} methods`);
    own.set(httpMethod, method);
  }
  return own;
}
