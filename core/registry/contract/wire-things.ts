/** Schemas and types of what the registry API shows. No hash has a place in them, and a secret in two answers only. */
import * as z from 'zod';
import { METHODS } from '#core/catalog/api-project.ts';
import { AUTHENTICATION_METHODS } from '../authentication-method.ts';
import { wireJwks } from './jwks.ts';

const time = z.iso.datetime();
const state = { revision: z.int().min(1), createdAt: time, changedAt: time };
const attributes = z.record(z.string(), z.string()).readonly();
const methods = z.array(z.enum(METHODS)).readonly();

export const wireProduct = z.strictObject({
  productId: z.string(),
  displayName: z.string(),
  description: z.string().exactOptional(),
  projects: z
    .array(
      z.strictObject({
        projectId: z.string(),
        operations: z
          .array(z.strictObject({ methods, path: z.string() }))
          .readonly()
          .exactOptional(),
        soapOperations: z.array(z.string()).readonly().exactOptional(),
      }),
    )
    .readonly(),
  scopes: z.array(z.string()).readonly(),
  access: z.enum(['public', 'private']),
  keyApproval: z.enum(['automatic', 'manual']),
  accessTokenExpiryTime: z.int().exactOptional(),
  authenticationMethods: z.array(z.enum(AUTHENTICATION_METHODS)).readonly().exactOptional(),
  attributes,
  ...state,
});

export const wireClient = z.strictObject({
  clientId: z.string(),
  displayName: z.string(),
  email: z.string(),
  status: z.enum(['active', 'disabled']),
  attributes,
  ...state,
});

export const wireSecret = z.strictObject({
  secretId: z.string(),
  hint: z.string(),
  createdAt: time,
  expiresAt: time.exactOptional(),
  lastUsedAt: time.exactOptional(),
  expiresSoon: z.boolean(),
});

export const wireSubscription = z.strictObject({
  consumerKey: z.string(),
  clientId: z.string(),
  productId: z.string(),
  status: z.enum(['pending', 'active', 'paused', 'revoked']),
  validFrom: time.exactOptional(),
  expiresAt: time.exactOptional(),
  expiresSoon: z.boolean(),
  tokensNotBefore: time.exactOptional(),
  secrets: z.array(wireSecret).readonly(),
  jwks: wireJwks.exactOptional(),
  attributes,
  ...state,
});

/** The secret stands in the first answer; a retry is told that it was shown. */
const onceShown = {
  consumerSecret: z.string().exactOptional(),
  consumerSecretShown: z.literal(true).exactOptional(),
};
export const wireCreatedSubscription = wireSubscription.extend(onceShown);
export const wireRotatedSecret = z.strictObject({ ...onceShown, secret: wireSecret, subscription: wireSubscription });

export const wireAuditEntry = z.strictObject({
  entity: z.string(),
  incarnation: z.string(),
  revision: z.int().min(1),
  action: z.string(),
  principal: z.string(),
  requestId: z.string(),
  at: time,
  before: z.string().exactOptional(),
  after: z.string(),
  subject: z.string().exactOptional(),
});

export const wireProducts = listOf(wireProduct);
export const wireClients = listOf(wireClient);
export const wireSubscriptions = listOf(wireSubscription);
export const wireAuditEntries = listOf(wireAuditEntry);
export const wireDocument = z.looseObject({ openapi: z.string() });

export type WireProduct = z.infer<typeof wireProduct>;
export type WireClient = z.infer<typeof wireClient>;
export type WireSecret = z.infer<typeof wireSecret>;
export type WireSubscription = z.infer<typeof wireSubscription>;
export type WireCreatedSubscription = z.infer<typeof wireCreatedSubscription>;
export type WireRotatedSecret = z.infer<typeof wireRotatedSecret>;
export type WireAuditEntry = z.infer<typeof wireAuditEntry>;
/** One page of a list. */
export interface WireList<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
  readonly unreadable?: readonly string[];
}

function listOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    items: z.array(item).readonly(),
    nextCursor: z
      .string()
      .exactOptional()
      .describe('Give it back as `cursor` for the next page; absent on the last one.'),
    unreadable: z.array(z.string()).readonly().exactOptional().describe('Ids of damaged items that were left out.'),
  });
}
