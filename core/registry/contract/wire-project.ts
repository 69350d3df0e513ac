/** Schemas and types of API projects as the registry API shows them: what is deployed, where, and behind which policies. */
import * as z from 'zod';
import { METHODS } from '#core/catalog/api-project.ts';
import { TOKEN_LOCATIONS } from '#core/catalog/policy.ts';

const texts = z.array(z.string()).readonly();

const attributeSource = z.discriminatedUnion('from', [
  z.strictObject({ from: z.enum(['client', 'subscription', 'product']), attribute: z.string() }),
  z.strictObject({ from: z.literal('constant'), value: z.string() }),
]);

/** By its type; all of them say what they are called and which resources they are attached to. */
const wirePolicy = z.discriminatedUnion('type', [
  z.strictObject({
    name: z.string(),
    type: z.literal('OAuthTokenEndpoint'),
    attributes: z
      .record(z.string(), attributeSource)
      .readonly()
      .describe('Claims that tokens hold besides the standard ones, each with where it comes from.'),
    attachedTo: texts,
  }),
  z.strictObject({
    name: z.string(),
    type: z.literal('OAuthVerifyAccessToken'),
    locations: z.array(z.enum(TOKEN_LOCATIONS)).readonly().describe('Where callers may put the token.'),
    queryParameter: z.string().exactOptional().describe('Where `query` is a location.'),
    scopes: texts,
    attributes: z
      .record(z.string(), z.string())
      .readonly()
      .describe('What a token must hold, each with exactly this value.'),
    attachedTo: texts,
  }),
]);

const wireRoute = z.strictObject({
  resource: z.string(),
  path: z.string(),
  methods: z.array(z.enum(METHODS)).readonly(),
  policy: z.string().nullable().describe('Name of the policy that a call has to pass; null for a public route.'),
});

export const wireProject = z.strictObject({
  projectId: z.string(),
  kind: z.enum(['rest', 'token-endpoint', 'wsdl']),
  displayName: z.string(),
  version: z.string().exactOptional(),
  path: z.string().describe('Below the stage, with the version.'),
  url: z.string().describe('The proxy URL, at which the project is called.'),
  serverGroups: texts.describe('All the server groups that the project is deployed to.'),
  scopes: texts.describe('All that any of its routes requires.'),
  accessTokenExpiryTime: z.int().exactOptional().describe('In milliseconds, of a token endpoint.'),
  soapOperations: texts.exactOptional().describe('Of a WSDL project: the operations that products can be narrowed to.'),
  policies: z.array(wirePolicy).readonly(),
  routes: z.array(wireRoute).readonly(),
});

export const wireProjects = z.strictObject({ items: z.array(wireProject).readonly() });

export type WireProject = z.infer<typeof wireProject>;
export type WirePolicy = z.infer<typeof wirePolicy>;
export type WireRoute = z.infer<typeof wireRoute>;
