/** The gateway secret: a header by which a backend knows that a call came through the gateway. */
import { checkDefinition, type Shape } from './check-definition.ts';

export interface GatewaySecretDefinition {
  /** Name or ARN of the secret in AWS Secrets Manager. */
  readonly secretId: string;
  /** The field, if the secret is a JSON object. @default - the whole text of the secret */
  readonly jsonField?: string;
  /** The version that is sent. Naming another one is how a rotated secret gets deployed. @default - the current one */
  readonly versionId?: string;
  /** The request header that carries it; letters, digits and hyphens. @default 'X-Gateway-Secret' */
  readonly header?: string;
  /** What is sent instead where the project is served on a laptop; no secret. @default 'local-gateway-secret' */
  readonly localValue?: string;
}

export interface GatewaySecret extends GatewaySecretDefinition {
  readonly header: string;
  readonly localValue: string;
}

const SHAPE: Shape = {
  required: { secretId: 'text' },
  optional: { jsonField: 'text', versionId: 'text', header: 'text', localValue: 'text' },
};

/**
 * A gateway secret for `backend({ gatewaySecret })`. Each call carries it, on public resources as well, and whatever the
 * caller sent under the header's name is overwritten. CloudFormation reads the secret when it deploys, with the rights
 * of whoever deploys (`secretsmanager:GetSecretValue`); the template holds a reference only.
 *
 * The secret itself must be of letters, digits and `-._~:/?#&=,` and at most 512 characters long, which is what a stage
 * variable takes: `aws secretsmanager get-random-password --exclude-punctuation`. A value that changes in Secrets
 * Manager is deployed when the reference changes, so name another `versionId` then.
 *
 * @throws CatalogueError that names a field which is missing, unknown or of the wrong kind
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html
 */
export function gatewaySecret(definition: GatewaySecretDefinition): GatewaySecret {
  checkDefinition('gatewaySecret', definition, SHAPE);
  const { header = 'X-Gateway-Secret', localValue = 'local-gateway-secret' } = definition;
  return { ...definition, header, localValue };
}

/**
 * The secret as CloudFormation's dynamic reference, without its `{{resolve:` and `}}`: this is what the template's
 * metadata, where CloudFormation resolves nothing, may hold.
 */
export function secretKey({ secretId, jsonField = '', versionId = '' }: GatewaySecret): string {
  return `secretsmanager:${secretId}:SecretString:${jsonField}::${versionId}`;
}

/** What a property of the template holds in the secret's place. */
export function secretReference(secret: GatewaySecret): string {
  return `{{resolve:${secretKey(secret)}}}`;
}

const NAME = /^[A-Za-z0-9/_+=.@-]{1,512}$/;
const ARN = /^arn:aws(-[a-z]+)*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@-]{1,519}$/;
/** What API Gateway takes in a stage variable, so that one secret serves any project. */
const STAGE_VARIABLE = /^[A-Za-z0-9._~:/?#&=,-]{1,512}$/;

export function findGatewaySecretProblems(secret: GatewaySecret): readonly string[] {
  const { secretId, jsonField, versionId, header, localValue } = secret;
  const problems: string[] = [];
  const say = (field: string, value: string, message: string) =>
    problems.push(`gatewaySecret.${field} ${JSON.stringify(value)} ${message}`);
  if (!NAME.test(secretId) && !ARN.test(secretId)) {
    say('secretId', secretId, 'must be the name (letters, digits and /_+=.@-) or the ARN of a Secrets Manager secret.');
  }
  if (jsonField !== undefined && !/^[A-Za-z0-9_.@/+-]{1,128}$/.test(jsonField)) {
    say('jsonField', jsonField, 'must hold 1 to 128 letters, digits and _.@/+- only: it is part of a reference.');
  }
  if (versionId !== undefined && !/^[A-Za-z0-9-]{32,64}$/.test(versionId)) {
    say('versionId', versionId, 'must be the id of a version, such as EXAMPLE1-90ab-cdef-fedc-ba987SECRET1.');
  }
  if (!/^[A-Za-z][A-Za-z0-9-]{0,63}$/.test(header)) {
    say('header', header, 'must be a header name of at most 64 letters, digits and hyphens, such as X-Gateway-Secret.');
  } else if (hasAnotherUse(header)) {
    say('header', header, 'has another use in HTTP, API Gateway or Tollgate; take one of its own: X-Gateway-Secret.');
  }
  if (!STAGE_VARIABLE.test(localValue)) {
    say('localValue', localValue, 'must hold 1 to 512 letters, digits and -._~:/?#&=, as the secret itself must.');
  }
  return problems;
}

/**
 * Headers that API Gateway refuses to map, drops or writes itself, and those that callers or the verifier need.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
function hasAnotherUse(header: string): boolean {
  return TAKEN.has(header.toLowerCase()) || TAKEN_FAMILIES.test(header);
}

const TAKEN_FAMILIES = /^(accept(-|$)|access-control-|content-|if-|proxy-|sec-|x-amzn?-|x-forwarded-)/i;

const TAKEN = new Set([
  'authorization',
  'cache-control',
  'connection',
  'cookie',
  'date',
  'expect',
  'forwarded',
  'host',
  'keep-alive',
  'max-forwards',
  'origin',
  'range',
  'referer',
  'server',
  'te',
  'tollgate',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'via',
  'www-authenticate',
]);
