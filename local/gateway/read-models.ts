/** Reads the `AWS::ApiGateway::Model`s and `RequestValidator`s of a REST API. */
import type { ResolvedResource } from '../assembly/resolved-resource.ts';
import { type BodySchema, compileSchema } from './json-schema.ts';
import { readProperties } from './property-reader.ts';
import type { Problems, Report } from './unsupported.ts';

export interface RequestValidator {
  readonly parameters: boolean;
  readonly body: boolean;
}

/** The models that every REST API has from the start. */
const BUILT_IN = [
  ['Empty', { type: 'object' }],
  ['Error', { type: 'object', properties: { message: { type: 'string' } } }],
] as const;

/** By name. A schema is compiled where a validator uses it: what it asks too much is reported there and then alone. */
export function readModels(
  resources: readonly ResolvedResource[],
  problems: Problems,
): ReadonlyMap<string, (report: Report) => BodySchema> {
  const given = resources.flatMap((resource) => {
    const report = problems.of(resource);
    const properties = readProperties(resource.properties, report);
    properties.ignore('RestApiId', 'ContentType', 'Description');
    const name = properties.text('Name') ?? resource.physicalId;
    const schema = properties.raw('Schema') ?? {};
    properties.close();
    const tell = once(report);
    const compile = () => compileSchema(typeof schema === 'string' ? parseJson(schema) : schema, tell);
    return [...new Set([name, resource.physicalId])].map((key) => [key, compile] as const);
  });
  const builtIn = BUILT_IN.map(([name, schema]) => [name, (report: Report) => compileSchema(schema, report)] as const);
  return new Map([...builtIn, ...given]);
}

/** By id. */
export function readRequestValidators(
  resources: readonly ResolvedResource[],
  problems: Problems,
): ReadonlyMap<string, RequestValidator> {
  return new Map(
    resources.map((resource) => {
      const properties = readProperties(resource.properties, problems.of(resource));
      properties.ignore('RestApiId', 'Name');
      const validator = {
        parameters: properties.flag('ValidateRequestParameters') ?? false,
        body: properties.flag('ValidateRequestBody') ?? false,
      };
      properties.close();
      return [resource.physicalId, validator] as const;
    }),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Several methods may use one model: its problems are told once. */
function once(report: Report): Report {
  const told = new Set<string>();
  return (feature) => {
    if (!told.has(feature)) report(feature);
    told.add(feature);
  };
}
