/** Verifies the Signature Version 4 of a request to an `AWS_IAM` method, by signing the same request again. */
import { timingSafeEqual } from 'node:crypto';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { headerValue, headerValues } from './header-list.ts';
import type { Invocation } from './invocation.ts';
import { decodePercent } from './query-string.ts';
import { type Refusal, refuse } from './refusal.ts';

/** The one key pair that is known. */
export interface KnownCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** How far a signature's time may be from now, `ms`. */
const CLOCK_SKEW_MS = 5 * 60_000;

interface Signature {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  /** In lower case. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/**
 * Only the Authorization header form is known; a presigned URL counts as unsigned.
 *
 * @returns `undefined` for a request that the known key pair signed less than five minutes ago
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export async function verifySignature(
  invocation: Invocation,
  {
    credentials,
    region,
    now,
  }: { readonly credentials: KnownCredentials; readonly region: string; readonly now: number },
): Promise<Refusal | undefined> {
  const { headers } = invocation.request;
  const authorizations = headerValues(headers, 'Authorization');
  const [authorization] = authorizations;
  const presigned = invocation.query.some(([name]) => name.toLowerCase() === 'x-amz-signature');
  if (authorization === undefined || presigned) return refuse('MISSING_AUTHENTICATION_TOKEN');
  const given = authorizations.length === 1 ? parseAuthorization(authorization) : undefined;
  const signedAt = headerValue(headers, 'X-Amz-Date') ?? '';
  const time = parseAmzDate(signedAt);
  if (given === undefined || time === undefined) {
    return invalid(
      'IncompleteSignatureException',
      'The Authorization or X-Amz-Date header is not a complete AWS Signature Version 4.',
    );
  }
  if (given.accessKeyId !== credentials.accessKeyId || headerValue(headers, 'X-Amz-Security-Token') !== undefined) {
    return invalid('UnrecognizedClientException', 'The security token included in the request is invalid.');
  }
  if (given.region !== region)
    return invalid('InvalidSignatureException', `Credential should be scoped to a valid region. Expected '${region}'.`);
  if (given.service !== 'execute-api')
    return invalid('InvalidSignatureException', "Credential should be scoped to correct service: 'execute-api'.");
  if (!given.signedHeaders.includes('host') || !given.signedHeaders.includes('x-amz-date')) {
    return invalid('InvalidSignatureException', "'Host' and 'X-Amz-Date' must be signed headers.");
  }
  if (given.date !== signedAt.slice(0, 8)) {
    return invalid(
      'InvalidSignatureException',
      'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.',
    );
  }
  if (Math.abs(now - time) > CLOCK_SKEW_MS) {
    return invalid('InvalidSignatureException', time < now ? 'Signature expired.' : 'Signature not yet current.');
  }
  const expected = await signAgain(invocation, given, new Date(time), { credentials, region });
  if (isEqual(expected, given.signature) && (await statesItsPayload(invocation))) return undefined;
  return invalid(
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  );
}

function invalid(errorType: string, message: string): Refusal {
  return refuse('INVALID_SIGNATURE', { errorType, message });
}

function parseAuthorization(authorization: string): Signature | undefined {
  const [, fields] = /^AWS4-HMAC-SHA256\s+(.+)$/.exec(authorization) ?? [];
  const named = new Map(
    (fields ?? '').split(',').map((field) => {
      const equals = field.indexOf('=');
      return [field.slice(0, equals).trim(), field.slice(equals + 1).trim()];
    }),
  );
  const [accessKeyId, date, region, service, terminator, ...rest] = (named.get('Credential') ?? '').split('/');
  const signature = named.get('Signature') ?? '';
  const signedHeaders = (named.get('SignedHeaders') ?? '').toLowerCase().split(';');
  if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request' || rest.length > 0)
    return undefined;
  if (!/^[0-9a-f]{64}$/.test(signature)) return undefined;
  return { accessKeyId, date, region, service, signedHeaders, signature };
}

/** @returns `ms` since 1970 */
function parseAmzDate(text: string): number | undefined {
  const time = Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  return /^\d{8}T\d{6}Z$/.test(text) && !Number.isNaN(time) ? time : undefined;
}

/** @returns the signature in hexadecimal */
async function signAgain(
  { request }: Invocation,
  { signedHeaders }: Signature,
  signingDate: Date,
  { credentials, region }: { readonly credentials: KnownCredentials; readonly region: string },
): Promise<string> {
  const signer = new SignatureV4({ credentials, region, service: 'execute-api', sha256: Sha256, applyChecksum: false });
  const [path = '/', query = ''] = splitOnce(request.target, '?');
  const signed = await signer.sign(
    {
      method: request.method,
      protocol: 'http:',
      hostname: '',
      path,
      query: parseSignedQuery(query),
      headers: Object.fromEntries(signedHeaders.map((name) => [name, headerValues(request.headers, name).join(',')])),
      body: request.body,
    },
    { signingDate, signableHeaders: new Set(signedHeaders) },
  );
  return /Signature=([0-9a-f]{64})$/.exec(signed.headers.authorization ?? '')?.[1] ?? '';
}

function parseSignedQuery(query: string): Record<string, string[]> {
  const parameters = new Map<string, string[]>();
  for (const part of query.split('&').filter((text) => text !== '')) {
    const [name = '', value = ''] = splitOnce(part, '=').map((text) => decodePercent(text.replaceAll('+', ' ')));
    parameters.set(name, [...(parameters.get(name) ?? []), value]);
  }
  return Object.fromEntries(parameters);
}

/** A stated payload hash is what was signed, so it must be the hash of what came. */
async function statesItsPayload({ request }: Invocation): Promise<boolean> {
  const stated = headerValue(request.headers, 'X-Amz-Content-Sha256');
  if (stated === undefined) return true;
  const hash = new Sha256();
  hash.update(request.body);
  return isEqual(Buffer.from(await hash.digest()).toString('hex'), stated);
}

function isEqual(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
