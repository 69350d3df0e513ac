/** A Lambda function of the template as this host runs it, read from its resolved resource. */
import { existsSync, statSync } from 'node:fs';
import type { ResolvedResource } from '../assembly/resolved-resource.ts';
import { UnsupportedTemplateError } from '../assembly/unsupported-template-error.ts';
import { numberOf, objectOf, stringOf } from '../json-value.ts';

export interface FunctionDefinition {
  readonly logicalId: string;
  readonly name: string;
  /** Without version. */
  readonly arn: string;
  readonly handler: string;
  /** The Node.js major version of the runtime, for instance 24. */
  readonly runtimeMajor: number;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly logGroup: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly code: FunctionCode;
}

export type FunctionCode =
  | { readonly kind: 'asset'; readonly key: string; readonly directory: string }
  | { readonly kind: 'inline'; readonly source: string };

/** @throws UnsupportedTemplateError when the function can't be run here. */
export function defineFunction(
  resource: ResolvedResource,
  place: { readonly region: string; readonly accountId: string; readonly assets: ReadonlyMap<string, string> },
): FunctionDefinition {
  const { logicalId, physicalId: name, properties } = resource;
  const unsupported = (feature: string) => new UnsupportedTemplateError([{ ...resource, feature }]);
  const runtime = stringOf(properties.Runtime) ?? stringOf(properties.PackageType) ?? '(none)';
  const [, major] = /^nodejs(\d+)\.x$/.exec(runtime) ?? [];
  if (major === undefined) throw unsupported(`the runtime ${runtime} is not supported, only Node.js is`);
  if (Array.isArray(properties.Layers) && properties.Layers.length > 0) throw unsupported('layers are not supported');
  const handler = stringOf(properties.Handler);
  if (handler === undefined) throw unsupported('it has no Handler');
  const variables = Object.entries(objectOf(objectOf(properties.Environment).Variables));
  return {
    logicalId,
    name,
    arn: `arn:aws:lambda:${place.region}:${place.accountId}:function:${name}`,
    handler,
    runtimeMajor: Number(major),
    timeoutMs: (numberOf(properties.Timeout) ?? 3) * 1000,
    memoryMb: numberOf(properties.MemorySize) ?? 128,
    logGroup: stringOf(objectOf(properties.LoggingConfig).LogGroup) ?? `/aws/lambda/${name}`,
    environment: Object.fromEntries(variables.map(([key, value]) => [key, String(value)])),
    code: readCode(objectOf(properties.Code), place.assets, unsupported),
  };
}

function readCode(
  code: Readonly<Record<string, unknown>>,
  assets: ReadonlyMap<string, string>,
  unsupported: (feature: string) => Error,
): FunctionCode {
  const source = stringOf(code.ZipFile);
  if (source !== undefined) return { kind: 'inline', source };
  const key = stringOf(code.S3Key);
  if (key === undefined) throw unsupported('its Code is neither inline nor an asset');
  const directory = assets.get(key);
  if (directory === undefined) throw unsupported(`no asset of this assembly has the key ${key}`);
  if (!existsSync(directory)) throw unsupported(`its asset ${directory} is missing`);
  if (!statSync(directory).isDirectory()) throw unsupported(`its asset ${directory} is an archive, not a directory`);
  return { kind: 'asset', key, directory };
}
