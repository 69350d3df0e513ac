/** Resolves a whole cloud assembly to plain values: resources, outputs and metadata of every stack. */

import { type JsonObject, objectOf, stringOf } from '../json-value.ts';
import { IntrinsicError, type IntrinsicScope } from './intrinsic-functions.ts';
import type { ResolvedResource } from './resolved-resource.ts';
import { isKnown, isServed } from './resource-types.ts';
import { createStackScope } from './stack-scope.ts';
import type { CloudAssembly, StackTemplate } from './stack-template.ts';
import type { UnsupportedFeature } from './unsupported-template-error.ts';

export interface ResolvedAssembly {
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
  /** Resources that are served, in the template's order, stacks after those they depend on. */
  readonly resources: readonly ResolvedResource[];
  /** Outputs of all stacks by name; a later stack's wins. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Template-level metadata of all stacks, merged. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Directories of file assets by S3 key. */
  readonly assets: ReadonlyMap<string, string>;
  /** Every resource of an unknown type and everything that can't be resolved. */
  readonly unsupported: readonly UnsupportedFeature[];
}

/** Where the host serves the function URL of a resource: an origin without a trailing slash. */
export type FunctionUrlOrigin = (stackName: string, logicalId: string) => string;

/** What stands here for the dynamic references of a stack, by the text between `{{resolve:` and `}}`. */
export type DynamicReferences = (stack: StackTemplate) => ReadonlyMap<string, string>;

/** Resolves every intrinsic function; what can't be is listed, not thrown. */
export function resolveAssembly(
  assembly: CloudAssembly,
  functionUrlOrigin: FunctionUrlOrigin,
  dynamicReferences: DynamicReferences = () => new Map(),
): ResolvedAssembly {
  const scopes = createScopes(assembly, functionUrlOrigin, dynamicReferences);
  const outputs: Record<string, unknown> = {};
  const metadata: Record<string, unknown> = {};
  const resources: ResolvedResource[] = [];
  const unsupported: UnsupportedFeature[] = [];
  for (const [stack, scope] of scopes) {
    const { stackName } = stack;
    const attempt = <T>(logicalId: string, type: string, resolve: () => T): T | undefined => {
      try {
        return resolve();
      } catch (error) {
        if (!(error instanceof IntrinsicError)) throw error;
        unsupported.push({ stackName, logicalId, type, feature: error.message });
        return undefined;
      }
    };
    for (const [logicalId, resource] of presentEntries(stack, 'Resources', scope, attempt)) {
      const type = stringOf(resource.Type) ?? '';
      if (!isKnown(type)) unsupported.push({ stackName, logicalId, type, feature: 'this type is not supported' });
      if (!isServed(type)) continue;
      const resolved = attempt(logicalId, type, () => resolveResource(stackName, logicalId, type, resource, scope));
      if (resolved !== undefined) resources.push(resolved);
    }
    for (const [name, output] of presentEntries(stack, 'Outputs', scope, attempt)) {
      outputs[name] = attempt(name, 'output', () => scope.resolve(output.Value));
    }
    Object.assign(
      metadata,
      attempt('Metadata', 'metadata', () => scope.resolve(objectOf(stack.template.Metadata))),
    );
  }

  const { region = 'us-east-1', accountId = '000000000000' } = assembly.stacks.at(-1) ?? {};
  const assets = new Map(assembly.stacks.flatMap((stack) => [...stack.assets]));
  return { name: assembly.name, region, accountId, resources, outputs, metadata, assets, unsupported };
}

/** The entries whose condition holds. */
function presentEntries(
  stack: StackTemplate,
  section: 'Resources' | 'Outputs',
  scope: IntrinsicScope,
  attempt: <T>(logicalId: string, type: string, resolve: () => T) => T | undefined,
): readonly [string, JsonObject][] {
  return Object.entries(objectOf(stack.template[section]))
    .map(([name, value]): [string, JsonObject] => [name, objectOf(value)])
    .filter(
      ([name, { Condition, Type }]) =>
        typeof Condition !== 'string' || attempt(name, stringOf(Type) ?? '', () => scope.condition(Condition)),
    );
}

function resolveResource(
  stackName: string,
  logicalId: string,
  type: string,
  resource: JsonObject,
  scope: IntrinsicScope,
): ResolvedResource {
  return {
    logicalId,
    stackName,
    type,
    physicalId: String(scope.ref(logicalId)),
    properties: objectOf(scope.resolve(objectOf(resource.Properties))),
    metadata: objectOf(resource.Metadata),
  };
}

/** One scope for each stack; they reach each other through exports and outputs. */
function createScopes(
  { stacks }: CloudAssembly,
  functionUrlOrigin: FunctionUrlOrigin,
  dynamicReferences: DynamicReferences,
): ReadonlyMap<StackTemplate, IntrinsicScope> {
  const scopes = new Map<StackTemplate, IntrinsicScope>();
  const stackOutput = (stackName: string, outputName: string) => {
    const stack = stacks.find((candidate) => candidate.stackName === stackName);
    const output = objectOf(objectOf(stack?.template.Outputs)[outputName]);
    const scope = stack === undefined ? undefined : scopes.get(stack);
    if (scope === undefined || !('Value' in output)) {
      throw new IntrinsicError(`the stack ${stackName} has no output ${outputName} in this assembly`);
    }
    return scope.resolve(output.Value);
  };
  const importValue = (name: string) => {
    for (const [{ stackName, template }, scope] of scopes) {
      for (const [outputName, output] of Object.entries(objectOf(template.Outputs))) {
        const exported = objectOf(objectOf(output).Export).Name;
        if (exported !== undefined && scope.resolve(exported) === name) return stackOutput(stackName, outputName);
      }
    }
    throw new IntrinsicError(`no stack of this assembly exports ${name}`);
  };
  for (const stack of stacks) {
    const origin = (logicalId: string) => functionUrlOrigin(stack.stackName, logicalId);
    const references = dynamicReferences(stack);
    const surroundings = {
      stackOutput,
      importValue,
      functionUrlOrigin: origin,
      dynamicReference: (reference: string) => references.get(reference),
    };
    scopes.set(stack, createStackScope(stack, surroundings));
  }
  return scopes;
}
