/** Schemas of the fields that requests of the registry API are made of. */
import * as z from 'zod';
import { METHODS } from '#core/catalog/api-project.ts';
import { isScopeToken } from '#core/catalog/scope-token.ts';
import { ATTRIBUTE_NAME } from '#core/catalog/token-attributes.ts';
import { AUTHENTICATION_METHODS } from '../authentication-method.ts';
import { REGISTRY_ID } from '../registry-id.ts';
import { expecting, oneOf, printable, strict, text } from './texts.ts';

const MAX_PAGE = 100;
const DEFAULT_PAGE = 50;
/** All scopes of a product stand in each of its tokens, and a token must fit into a header. */
const MAX_SCOPE_CHARACTERS = 2_000;
const MILLISECONDS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const MAX_OVERLAP = 90 * MILLISECONDS.d;

export const id = text().regex(REGISTRY_ID, {
  error: 'must be 1 to 64 lower-case letters, digits, ".", "_" and "-", of which the first is a letter or a digit',
});
export const displayName = printable(128);
export const description = printable(1_000);
/** ISO 8601 outside, epoch milliseconds inside. */
export const time = z.iso
  .datetime({
    error: (issue) =>
      issue.code === 'invalid_type'
        ? expecting('a text')(issue)
        : 'must be a time in UTC by ISO 8601, such as 2027-01-31T00:00:00Z',
  })
  .refine((iso) => Date.parse(iso) >= 0, { error: 'must not lie before 1970' })
  .transform((iso) => Date.parse(iso));
export const email = z
  .email({
    error: (issue) => (issue.code === 'invalid_type' ? expecting('a text')(issue) : 'must be an email address'),
  })
  .max(254, { error: 'must have at most 254 characters' });
export const clientStatus = oneOf(['active', 'disabled']);
export const productAccess = oneOf(['public', 'private']);
export const keyApproval = oneOf(['automatic', 'manual']);

const METHODS_ERROR = `must be one of ${AUTHENTICATION_METHODS.join(', ')}`;
export const authenticationMethods = z
  .array(z.enum(AUTHENTICATION_METHODS, { error: METHODS_ERROR }), { error: expecting('a list') })
  .min(1, { error: 'must name at least one method; null allows all of them' })
  .max(AUTHENTICATION_METHODS.length, { error: `must name at most ${AUTHENTICATION_METHODS.length} methods` })
  .refine((list) => new Set(list).size === list.length, { error: 'must name each method once' });

const EXPIRY_TIME = 'must be in milliseconds, and whole seconds from 1000 to 86400000 (24 hours)';
export const accessTokenExpiryTime = z
  .number({ error: expecting('a number of milliseconds') })
  .min(1_000, { error: EXPIRY_TIME })
  .max(86_400_000, { error: EXPIRY_TIME })
  .multipleOf(1_000, { error: EXPIRY_TIME });

export const scopes = z
  .array(text().refine(isScopeToken, { error: 'must be a scope of 1 to 128 characters (RFC 6749 §3.3)' }), {
    error: expecting('a list'),
  })
  .max(100, { error: 'must have at most 100 scopes' })
  .refine((list) => list.join(' ').length <= MAX_SCOPE_CHARACTERS, {
    error: `must have at most ${MAX_SCOPE_CHARACTERS} characters together`,
  });

const operation = strict({
  methods: z
    .array(z.enum(METHODS, { error: expecting(`one of ${METHODS.join(', ')}`) }), { error: expecting('a list') })
    .min(1, { error: 'must name at least one method; ["ANY"] is all of them' })
    .max(METHODS.length, { error: `must name at most ${METHODS.length} methods` }),
  path: text().min(1, { error: 'must start with "/"' }).max(512, { error: 'must have at most 512 characters' }),
});
/** The name that the WSDL file gives it. */
const soapOperation = text()
  .regex(/^[^\s,]+$/, { error: 'must be the name of an operation' })
  .max(128, { error: 'must have at most 128 characters' });
export const projects = z
  .array(
    strict({
      projectId: text().min(1).max(128),
      operations: z
        .array(operation, { error: expecting('a list') })
        .min(1, { error: 'must name at least one operation; leave it out to open all of the project' })
        .max(100, { error: 'must name at most 100 operations' })
        .exactOptional(),
      soapOperations: z
        .array(soapOperation, { error: expecting('a list') })
        .min(1, { error: 'must name at least one operation; leave it out to open all of the project' })
        .max(200, { error: 'must name at most 200 operations' })
        .exactOptional(),
    }),
    { error: expecting('a list') },
  )
  .min(1, { error: 'must name at least one project' })
  .max(100, { error: 'must name at most 100 projects' });

const ATTRIBUTE_NAME_ERROR =
  'must be named by 1 to 64 letters, digits, ".", "_" and "-", of which the first is a letter';
const attributeName = text().regex(ATTRIBUTE_NAME);
const attributeValue = printable(256);
export const attributes = z.preprocess(refuseProto, recordOf(attributeValue));
/** `null` takes an attribute away, or all of them. */
export const attributesPatch = z.preprocess(refuseProto, recordOf(attributeValue.nullable()).nullable());

export const page = {
  limit: text()
    .regex(/^([1-9]\d?|100)$/, { error: `must be a whole number from 1 to ${MAX_PAGE}` })
    .transform(Number)
    .default(DEFAULT_PAGE),
  cursor: text().min(1).max(1_024).exactOptional(),
};

/** How long older secrets go on beside a new one: milliseconds inside, 0 for `now`. */
export const overlap = text()
  .regex(/^(now|[1-9]\d{0,6}[smhd])$/, { error: 'must be "now", or a duration such as "30s", "90m", "24h" or "7d"' })
  .transform(durationOf)
  .refine((duration) => duration <= MAX_OVERLAP, { error: 'must be at most 90 days' });

/** `*`, or the tags that it names, without their quotes (RFC 9110 §13.1.1). A weak one is as good as none. */
export const ifMatch = text()
  .max(256, { error: 'must have at most 256 characters' })
  .regex(/^(\*|(W\/)?"[\x21\x23-\x7e]*"( *, *(W\/)?"[\x21\x23-\x7e]*")*)$/, {
    error: 'must be an ETag in double quotes, as it was given, or *',
  })
  .transform((field): '*' | readonly string[] =>
    field === '*' ? '*' : [...field.matchAll(/(?<!W\/)"([^"]*)"(?= *,|$)/g)].map(([, tag = '']) => tag),
  );

export const idempotencyKey = text().regex(/^[\x20-\x7e]{1,128}$/, {
  error: 'must be 1 to 128 printable ASCII characters',
});

/** It must be the very id of what is deleted. */
export const confirm = text().min(1).max(128);

function recordOf<Value extends z.ZodType>(value: Value) {
  return z
    .record(attributeName, value, {
      error: (issue) => (issue.code === 'invalid_key' ? ATTRIBUTE_NAME_ERROR : expecting('an object')(issue)),
    })
    .refine((record) => Object.keys(record).length <= 20, { error: 'must have at most 20 attributes' });
}

/** Records pass `__proto__` over in silence. */
function refuseProto(value: unknown, context: z.core.$RefinementCtx): unknown {
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__')) {
    context.issues.push({ code: 'custom', input: value, path: ['__proto__'], message: ATTRIBUTE_NAME_ERROR });
  }
  return value;
}

function durationOf(written: string): number {
  const [, count = '0', unit] = /^(\d+)([smhd])$/.exec(written) ?? [];
  switch (unit) {
    case 's':
    case 'm':
    case 'h':
    case 'd':
      return Number(count) * MILLISECONDS[unit];
    default:
      return 0;
  }
}
