/** Reads an `AWS::ApiGateway::Authorizer`. */
import type { ResolvedResource } from '../assembly/resolved-resource.ts';
import { functionArnOf } from './lambda-uri.ts';
import { type MappingSource, parseMappingSource } from './parameter-mapping.ts';
import { readProperties } from './property-reader.ts';
import type { AuthorizerModel } from './rest-api-model.ts';
import type { Report } from './unsupported.ts';

/** `s`, where the template says nothing. */
const DEFAULT_TTL_SECONDS = 300;
const MAXIMUM_TTL_SECONDS = 3600;

/** @returns `undefined` for one that was reported because it can't be read any further */
export function readAuthorizer(resource: ResolvedResource, report: Report): AuthorizerModel | undefined {
  const properties = readProperties(resource.properties, report);
  properties.ignore('RestApiId', 'Name', 'AuthType', 'AuthorizerCredentials');
  const type = properties.text('Type');
  const resultTtlSeconds = properties.number('AuthorizerResultTtlInSeconds') ?? DEFAULT_TTL_SECONDS;
  const identitySource = properties.text('IdentitySource') ?? '';
  const expression = properties.text('IdentityValidationExpression');
  if (type !== 'REQUEST' && type !== 'TOKEN') {
    report(`an authorizer of type ${type} is not supported`);
    return undefined;
  }
  if (resultTtlSeconds < 0 || resultTtlSeconds > MAXIMUM_TTL_SECONDS) {
    report(`AuthorizerResultTtlInSeconds ${resultTtlSeconds} is not between 0 and ${MAXIMUM_TTL_SECONDS}`);
  }
  const functionArn = functionArnOf(properties.text('AuthorizerUri') ?? '');
  if (functionArn === undefined) report('AuthorizerUri names no Lambda function');
  const identitySources = readIdentitySources(identitySource, type, report);
  if (identitySource.trim() === '' && (type === 'TOKEN' || resultTtlSeconds > 0)) {
    report('IdentitySource is empty, but results are cached or a token is expected');
  }
  const validation = expression === undefined ? undefined : compileExpression(expression, report);
  properties.close();
  return {
    logicalId: resource.logicalId,
    authorizerId: resource.physicalId,
    type,
    functionArn: functionArn ?? '',
    identitySources,
    resultTtlSeconds,
    ...(type === 'TOKEN' && validation !== undefined && { validation }),
  };
}

/** Headers, query parameters, stage variables and context variables, apart by commas. */
function readIdentitySources(text: string, type: 'REQUEST' | 'TOKEN', report: Report): readonly MappingSource[] {
  const expressions = text
    .split(',')
    .map((expression) => expression.trim())
    .filter((expression) => expression !== '');
  const allowed = type === 'TOKEN' ? ['header'] : ['header', 'querystring', 'context', 'stageVariable'];
  if (type === 'TOKEN' && expressions.length > 1) report('a TOKEN authorizer has one identity source');
  return expressions.flatMap((expression) => {
    const source = parseMappingSource(expression);
    if (source !== undefined && allowed.includes(source.kind)) return [source];
    report(`the identity source ${expression} is not supported`);
    return [];
  });
}

function compileExpression(expression: string, report: Report): RegExp | undefined {
  try {
    return new RegExp(`^(?:${expression})$`);
  } catch {
    report(`IdentityValidationExpression ${expression} is no regular expression that can be run here`);
    return undefined;
  }
}
