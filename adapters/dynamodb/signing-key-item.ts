/** How a signing key stands in the table SigningKeys: what is read of it, whole or in part, and what a change writes. */
import { createPublicKey } from 'node:crypto';
import { endOf } from '#core/keys/key-roles.ts';
import { KEY_STATES, type KeyRecord, type PublicSigningJwk, type SigningKey } from '#core/keys/signing-key.ts';
import { UnreadableItemError } from '#core/registry/store-faults.ts';
import { jwkThumbprint } from '../keys/jwk-thumbprint.ts';
import { parseChange } from './aggregate-item.ts';
import { ITEM_SCHEMA, type ItemFields, itemFields } from './item-fields.ts';
import { TABLES } from './tables.ts';

const TABLE = 'SigningKeys';
const { partitionKey, timeToLiveAttribute } = TABLES.SigningKeys;

const STAGE = ['state', 'createdAt', 'promotedAt', 'retiredAt', 'revokedAt'] as const;
/** Attributes of a record: neither half of the key is among them. */
export const RECORD_ATTRIBUTES = ['schema', partitionKey, ...STAGE, 'revision', 'lastChange'] as const;
/** Attributes that verifiers need; what is encrypted is not even read. */
export const PUBLIC_ATTRIBUTES = ['schema', partitionKey, 'x', 'y', ...STAGE] as const;

const BASE64URL_256_BITS = /^[A-Za-z0-9_-]{43}$/;

/** @throws UnreadableItemError */
export function parseKeyRecord(fields: ItemFields): KeyRecord {
  return {
    kid: fields.matching(partitionKey, BASE64URL_256_BITS),
    ...parseStage(fields),
    ...parseRevision(fields),
  };
}

/** @throws UnreadableItemError */
export function parseSigningKey(fields: ItemFields): SigningKey {
  return {
    ...parseKeyRecord(fields),
    publicJwk: parsePublicJwk(fields),
    encryptedPrivateKey: fields.matching('encryptedPrivateKey', /^[A-Za-z0-9+/]+={0,2}$/),
  };
}

export type PublicKey = Pick<KeyRecord, 'state' | 'retiredAt' | 'revokedAt'> & { readonly publicJwk: PublicSigningJwk };

/** @throws UnreadableItemError */
export function parsePublicKey(fields: ItemFields): PublicKey {
  return { publicJwk: parsePublicJwk(fields), ...parseStage(fields) };
}

/** The fields of an item of our schema. @throws UnreadableItemError */
export function signingKeyFields(item: unknown): ItemFields {
  const fields = itemFields(TABLE, kidOf(item), item);
  if (fields.count('schema') !== ITEM_SCHEMA) throw new UnreadableItemError(TABLE, fields.text(partitionKey), 'schema');
  return fields;
}

/** For the report of a damaged item; the id is public. */
function kidOf(item: unknown): string {
  const kid: unknown = typeof item === 'object' && item !== null && 'kid' in item ? item.kid : '';
  return typeof kid === 'string' ? kid : '';
}

export function signingKeyAttributes({
  publicJwk: { x, y },
  encryptedPrivateKey,
  ...record
}: SigningKey): Record<string, unknown> {
  return { schema: ITEM_SCHEMA, x, y, encryptedPrivateKey, ...record };
}

/** The attributes that a step may set, without those that it leaves as they are. */
export function changedAttributes(record: KeyRecord): Readonly<Record<string, unknown>> {
  const { state, promotedAt, retiredAt, revokedAt, revision, lastChange } = record;
  const end = endOf(record);
  const timeToLive = end === undefined ? undefined : Math.ceil(end / 1_000);
  const set = { state, promotedAt, retiredAt, revokedAt, revision, lastChange, [timeToLiveAttribute]: timeToLive };
  return Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
}

/** A key that is retired or revoked without saying since when is damaged: nobody could tell when it ends. */
function parseStage(fields: ItemFields): Omit<KeyRecord, 'kid' | 'revision' | 'lastChange'> {
  const state = fields.oneOf('state', KEY_STATES);
  return {
    state,
    createdAt: fields.time('createdAt'),
    ...(fields.has('promotedAt') && { promotedAt: fields.time('promotedAt') }),
    ...((state === 'retired' || fields.has('retiredAt')) && { retiredAt: fields.time('retiredAt') }),
    ...((state === 'revoked' || fields.has('revokedAt')) && { revokedAt: fields.time('revokedAt') }),
  };
}

function parseRevision(fields: ItemFields): Pick<KeyRecord, 'revision' | 'lastChange'> {
  if (!fields.has('revision')) return { revision: 0 };
  return { revision: fields.count('revision'), lastChange: fields.nested('lastChange', parseChange) };
}

/** One key that cannot be used must not keep anybody from using the others, so it is tried here, alone. */
function parsePublicJwk(fields: ItemFields): PublicSigningJwk {
  const kid = fields.matching(partitionKey, BASE64URL_256_BITS);
  const x = fields.matching('x', BASE64URL_256_BITS);
  const y = fields.matching('y', BASE64URL_256_BITS);
  const jwk: PublicSigningJwk = { kty: 'EC', crv: 'P-256', x, y, alg: 'ES256', use: 'sig', kid };
  if (jwkThumbprint(jwk) !== kid || !isOnCurve(jwk)) throw new UnreadableItemError(TABLE, kid, 'x or y');
  return jwk;
}

function isOnCurve(jwk: PublicSigningJwk): boolean {
  try {
    createPublicKey({ key: { ...jwk }, format: 'jwk' });
    return true;
  } catch {
    return false;
  }
}
