/** The schemas that the OpenAPI document names: what requests hold, and what answers show. */
import * as z from 'zod';
import { clientChange, newClient } from './client-routes.ts';
import { newProduct, productChange } from './product-routes.ts';
import { retirement, rotation } from './secret-routes.ts';
import { wireSigningKey, wireSigningKeys } from './signing-key-routes.ts';
import { newSubscription, subscriptionChange } from './subscription-routes.ts';
import { wireProject, wireProjects } from './wire-project.ts';
import {
  wireAuditEntries,
  wireAuditEntry,
  wireClient,
  wireClients,
  wireCreatedSubscription,
  wireDocument,
  wireProduct,
  wireProducts,
  wireRotatedSecret,
  wireSecret,
  wireSubscription,
  wireSubscriptions,
} from './wire-things.ts';

/** RFC 9457. */
const wireProblem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().exactOptional(),
  errors: z
    .array(z.strictObject({ field: z.string(), message: z.string() }))
    .readonly()
    .exactOptional(),
});

export const REQUEST_SCHEMAS: ComponentSchemas = {
  NewProduct: newProduct,
  ProductChange: productChange,
  NewClient: newClient,
  ClientChange: clientChange,
  NewSubscription: newSubscription,
  SubscriptionChange: subscriptionChange,
  Rotation: rotation,
  Retirement: retirement,
};

export const ANSWER_SCHEMAS: ComponentSchemas = {
  Product: wireProduct,
  ProductList: wireProducts,
  Client: wireClient,
  ClientList: wireClients,
  Subscription: wireSubscription,
  SubscriptionList: wireSubscriptions,
  CreatedSubscription: wireCreatedSubscription,
  Secret: wireSecret,
  RotatedSecret: wireRotatedSecret,
  SigningKey: wireSigningKey,
  SigningKeyList: wireSigningKeys,
  AuditEntry: wireAuditEntry,
  AuditEntryList: wireAuditEntries,
  Project: wireProject,
  ProjectList: wireProjects,
  OpenApiDocument: wireDocument,
  Problem: wireProblem,
};

export type ComponentSchemas = Readonly<Record<string, z.ZodObject>>;
export type JsonSchema = Readonly<Record<string, unknown>>;

const OPTIONS: Pick<z.core.ToJSONSchemaParams, 'unrepresentable' | 'override'> = {
  unrepresentable: 'any',
  // Arrays are read-only to our code; to a caller that would say something else.
  override: ({ jsonSchema }) => {
    delete jsonSchema.readOnly;
  },
};

/** Every named schema as JSON Schema, referring to others by their place in the document. */
export function componentSchemas(): Readonly<Record<string, JsonSchema>> {
  return { ...convertAll(REQUEST_SCHEMAS, 'input'), ...convertAll(ANSWER_SCHEMAS, 'output') };
}

/** A reference to a named schema; one without a name is written out. */
export function referTo(schema: z.core.$ZodType, io: 'input' | 'output'): JsonSchema {
  const names = io === 'input' ? REQUEST_SCHEMAS : ANSWER_SCHEMAS;
  const inner = schema instanceof z.ZodExactOptional ? schema.unwrap() : schema;
  const name = Object.keys(names).find((one) => names[one] === inner);
  return name === undefined ? plain(z.toJSONSchema(inner, { ...OPTIONS, io })) : { $ref: place(name) };
}

function convertAll(schemas: ComponentSchemas, io: 'input' | 'output'): Readonly<Record<string, JsonSchema>> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const converted = z.toJSONSchema(registry, { ...OPTIONS, io, uri: place });
  return Object.fromEntries(Object.entries(converted.schemas).map(([name, schema]) => [name, plain(schema)]));
}

function place(name: string): string {
  return `#/components/schemas/${name}`;
}

/** What holds for the document as a whole is not said again of each schema. */
function plain(schema: object): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !['$schema', '$id', 'id'].includes(key)));
}
