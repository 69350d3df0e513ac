/** Request validation: required parameters and the body's model, as a method's request validator asks. */
import { headerValue } from './header-list.ts';
import type { Invocation } from './invocation.ts';
import type { BodySchema } from './json-schema.ts';
import { firstMediaType } from './media-types.ts';
import { type Refusal, refuse } from './refusal.ts';
import type { MethodModel } from './rest-api-model.ts';

/** @returns `undefined` for a request that may pass */
export function validateRequest(method: MethodModel, invocation: Invocation): Refusal | undefined {
  const missing = method.requiredParameters.filter((parameter) => isBlank(parameter, invocation));
  if (missing.length > 0) {
    const names = missing.map((parameter) => parameter.slice(parameter.indexOf('.') + 1)).join(', ');
    return refuse('BAD_REQUEST_PARAMETERS', { message: `Missing required request parameters: [${names}]` });
  }
  const schema = schemaFor(method, invocation);
  const errors = schema === undefined ? [] : validateBody(schema, invocation.request.body);
  return errors.length === 0 ? undefined : refuse('BAD_REQUEST_BODY', { validationError: `[${errors.join(', ')}]` });
}

/** A parameter that is there but empty counts as missing. */
function isBlank(parameter: string, invocation: Invocation): boolean {
  const dot = parameter.indexOf('.');
  const name = parameter.slice(dot + 1);
  switch (parameter.slice(0, dot)) {
    case 'header':
      return !headerValue(invocation.headers, name);
    case 'path':
      return !invocation.pathParameters.get(name);
    default:
      return !invocation.query.some(([candidate, value]) => candidate === name && value !== '');
  }
}

/** A body of a media type that has no model is not validated; one without a type counts as JSON. */
function schemaFor({ bodySchemas }: MethodModel, invocation: Invocation): BodySchema | undefined {
  const type = firstMediaType(headerValue(invocation.headers, 'Content-Type')) ?? 'application/json';
  return bodySchemas.get(type) ?? bodySchemas.get('$default');
}

function validateBody(schema: BodySchema, body: Buffer): readonly string[] {
  if (body.length === 0) return schema({});
  try {
    return schema(JSON.parse(body.toString('utf8')));
  } catch {
    return ['The request body is not JSON'];
  }
}
