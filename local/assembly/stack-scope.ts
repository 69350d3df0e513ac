/** What intrinsic functions can ask of one stack: references, attributes, conditions, mappings, pseudo parameters. */

import { isObject, type JsonObject, objectOf, stringOf } from '../json-value.ts';
import { evaluateCondition } from './evaluate-condition.ts';
import {
  INTRINSIC_FUNCTIONS,
  IntrinsicError,
  type IntrinsicScope,
  intrinsicNameOf,
  NO_VALUE,
} from './intrinsic-functions.ts';
import { attributeOf, type IdentifiedResource, physicalIdOf } from './physical-identity.ts';
import type { StackTemplate } from './stack-template.ts';

/** What lies outside the stack. */
export interface StackSurroundings {
  importValue(name: string): unknown;
  stackOutput(stackName: string, outputName: string): unknown;
  functionUrlOrigin(logicalId: string): string;
  /** What stands for a dynamic reference here, such as `secretsmanager:name:SecretString:::`. */
  dynamicReference(reference: string): string | undefined;
}

export function createStackScope(stack: StackTemplate, surroundings: StackSurroundings): IntrinsicScope {
  const { template } = stack;
  const resources = objectOf(template.Resources);
  const inProgress = new Set<string>();

  /** Guards against templates whose names or conditions refer to themselves. */
  const guarded = <T>(key: string, resolve: () => T): T => {
    if (inProgress.has(key)) throw new IntrinsicError(`${key} refers to itself`);
    inProgress.add(key);
    try {
      return resolve();
    } finally {
      inProgress.delete(key);
    }
  };

  const identify = (logicalId: string): IdentifiedResource => {
    const resource = objectOf(resources[logicalId]);
    const type = stringOf(resource.Type);
    if (type === undefined) throw new IntrinsicError(`there is no resource or parameter ${logicalId}`);
    return {
      stackName: stack.stackName,
      logicalId,
      type,
      region: stack.region,
      accountId: stack.accountId,
      property: (name) =>
        guarded(`${logicalId}.${name}`, () => scope.resolve(objectOf(resource.Properties)[name] ?? null)),
      functionUrl: () => `${surroundings.functionUrlOrigin(logicalId)}/`,
    };
  };

  const scope: IntrinsicScope = {
    ...surroundings,
    resolve(value) {
      const name = intrinsicNameOf(value);
      if (name !== undefined && isObject(value)) {
        const intrinsic = INTRINSIC_FUNCTIONS[name];
        if (intrinsic === undefined) throw new IntrinsicError(`the function ${name} is not supported`);
        return intrinsic(value[name], scope);
      }
      if (Array.isArray(value)) return value.map(scope.resolve).filter((item) => item !== NO_VALUE);
      if (isObject(value)) return resolveEntries(value, scope);
      return typeof value === 'string' ? resolveReferences(value, surroundings) : value;
    },
    ref(logicalId) {
      if (logicalId.startsWith('AWS::')) return pseudoParameter(logicalId, stack);
      const parameter = objectOf(template.Parameters)[logicalId];
      return parameter === undefined
        ? physicalIdOf(identify(logicalId))
        : parameterValue(logicalId, objectOf(parameter));
    },
    attribute(logicalId, attribute) {
      const resource = identify(logicalId);
      const value = attributeOf(resource, attribute);
      if (value === undefined) {
        throw new IntrinsicError(`the attribute ${attribute} of ${logicalId} (${resource.type}) is not supported`);
      }
      return value;
    },
    condition(name) {
      const condition = objectOf(template.Conditions)[name];
      if (condition === undefined) throw new IntrinsicError(`there is no condition ${name}`);
      return guarded(`condition ${name}`, () => evaluateCondition(condition, scope));
    },
    mapping(map, key, name) {
      const value = objectOf(objectOf(objectOf(template.Mappings)[map])[key])[name];
      if (value === undefined) throw new IntrinsicError(`the mapping ${map} has no ${key}.${name}`);
      return value;
    },
  };
  return scope;
}

/** Replaces the references that something stands for here. One of them that is unknown makes the whole text unknown. */
function resolveReferences(text: string, { dynamicReference }: StackSurroundings): string {
  const [first = '', ...others] = text.split('{{resolve:');
  const resolved = others.map((part) => {
    const end = part.indexOf('}}');
    const value = end < 0 ? undefined : dynamicReference(part.slice(0, end));
    if (value === undefined) throw new IntrinsicError('dynamic references ({{resolve:…}}) are not supported');
    return `${value}${part.slice(end + 2)}`;
  });
  return `${first}${resolved.join('')}`;
}

function resolveEntries(value: JsonObject, scope: IntrinsicScope): JsonObject {
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [key, scope.resolve(item)]);
  return Object.fromEntries(entries.filter(([, item]) => item !== NO_VALUE));
}

function pseudoParameter(name: string, { stackName, region, accountId }: StackTemplate): unknown {
  switch (name) {
    case 'AWS::Region':
      return region;
    case 'AWS::AccountId':
      return accountId;
    case 'AWS::Partition':
      return 'aws';
    case 'AWS::URLSuffix':
      return 'amazonaws.com';
    case 'AWS::StackName':
      return stackName;
    case 'AWS::StackId':
      return `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/local`;
    case 'AWS::NotificationARNs':
      return [];
    case 'AWS::NoValue':
      return NO_VALUE;
    default:
      throw new IntrinsicError(`the pseudo parameter ${name} is not supported`);
  }
}

function parameterValue(name: string, parameter: JsonObject): unknown {
  const type = stringOf(parameter.Type) ?? 'String';
  const { Default: value } = parameter;
  if (type.startsWith('AWS::SSM::')) throw new IntrinsicError(`the parameter ${name} is kept in Systems Manager`);
  if (value === undefined) throw new IntrinsicError(`the parameter ${name} has no default`);
  const isList = type === 'CommaDelimitedList' || type.startsWith('List<');
  return isList ? String(value).split(',') : value;
}
