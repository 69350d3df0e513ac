/** Reads the stacks of one server group from a cloud assembly: manifests, templates and where the assets lie. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { arrayOf, isObject, type JsonObject, objectOf, parseObject, stringOf } from '../json-value.ts';
import type { CloudAssembly, StackTemplate } from './stack-template.ts';

/**
 * Reads the assembly in `directory`.
 *
 * A nested assembly (a CDK Stage) is chosen by `serverGroup`; the only one there is needs no choice. An assembly
 * without stages gives its own stacks.
 *
 * @throws Error that names what there is, when the choice is not clear or a file is missing.
 */
export function readCloudAssembly(directory: string, serverGroup: string): CloudAssembly {
  const artifacts = readArtifacts(directory);
  const stages = artifacts.filter(({ type }) => type === 'cdk:cloud-assembly');
  if (stages.length === 0) return { name: serverGroup, stacks: readStacks(directory, artifacts) };

  const named = stages.filter((stage) => namesOf(stage).includes(serverGroup));
  const [stage, other] = named.length > 0 ? named : stages;
  if (stage === undefined || other !== undefined) {
    const names = stages.map((candidate) => namesOf(candidate)[0]).join(', ');
    throw new Error(`The assembly in ${directory} has no single server group "${serverGroup}"; it has: ${names}.`);
  }
  const nested = path.join(directory, stringOf(stage.properties.directoryName) ?? stage.id);
  return { name: namesOf(stage)[0] ?? serverGroup, stacks: readStacks(nested, readArtifacts(nested)) };
}

interface Artifact {
  readonly id: string;
  readonly type: string | undefined;
  readonly properties: JsonObject;
  readonly environment: string | undefined;
  readonly dependencies: readonly unknown[];
}

function readArtifacts(directory: string): readonly Artifact[] {
  const file = path.join(directory, 'manifest.json');
  if (!existsSync(file)) throw new Error(`${directory} is no cloud assembly: it has no manifest.json.`);
  return Object.entries(objectOf(parseObject(readFileSync(file, 'utf8')).artifacts)).map(([id, value]) => {
    const artifact = objectOf(value);
    return {
      id,
      type: stringOf(artifact.type),
      properties: objectOf(artifact.properties),
      environment: stringOf(artifact.environment),
      dependencies: arrayOf(artifact.dependencies),
    };
  });
}

/** The display name first: that is what the operator called it. */
function namesOf(stage: Artifact): readonly string[] {
  const names = [stringOf(stage.properties.displayName), stage.id.replace(/^assembly-/, ''), stage.id];
  return names.filter((name) => name !== undefined);
}

function readStacks(directory: string, artifacts: readonly Artifact[]): readonly StackTemplate[] {
  const stacks = artifacts.filter(({ type }) => type === 'aws:cloudformation:stack');
  if (stacks.length === 0) throw new Error(`The assembly in ${directory} has no stacks.`);
  return inOrderOfDependencies(stacks).map((stack) => readStack(directory, stack, artifacts));
}

function inOrderOfDependencies(stacks: readonly Artifact[]): readonly Artifact[] {
  const ordered = new Set<Artifact>();
  const visit = (stack: Artifact, path: readonly Artifact[]) => {
    if (path.includes(stack)) return;
    for (const other of stacks) if (stack.dependencies.includes(other.id)) visit(other, [...path, stack]);
    ordered.add(stack);
  };
  for (const stack of stacks) visit(stack, []);
  return [...ordered];
}

function readStack(directory: string, stack: Artifact, artifacts: readonly Artifact[]): StackTemplate {
  const templateFile = path.join(directory, stringOf(stack.properties.templateFile) ?? `${stack.id}.template.json`);
  const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(stack.environment ?? '') ?? [];
  const assets = artifacts
    .filter(({ id, type }) => type === 'cdk:asset-manifest' && stack.dependencies.includes(id))
    .flatMap(({ id, properties }) => readAssets(path.join(directory, stringOf(properties.file) ?? `${id}.json`)));
  return {
    stackName: stringOf(stack.properties.stackName) ?? stack.id,
    region: region === undefined || region === 'unknown-region' ? 'us-east-1' : region,
    accountId: account === undefined || account === 'unknown-account' ? '000000000000' : account,
    template: parseObject(readFileSync(templateFile, 'utf8')),
    assets: new Map(assets),
  };
}

function readAssets(file: string): readonly [string, string][] {
  return Object.values(objectOf(parseObject(readFileSync(file, 'utf8')).files)).flatMap((value) => {
    const asset = objectOf(value);
    const source = stringOf(objectOf(asset.source).path);
    if (source === undefined) return [];
    return Object.values(objectOf(asset.destinations))
      .filter(isObject)
      .map((destination): [string, string] => [
        stringOf(destination.objectKey) ?? '',
        path.resolve(path.dirname(file), source),
      ]);
  });
}
