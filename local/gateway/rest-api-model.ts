/** A REST API as read from the template: everything that answering a request needs, checked and typed. */
import type { BodySchema } from './json-schema.ts';
import type { MappingSource } from './parameter-mapping.ts';
import type { TextTemplate } from './text-template.ts';

export interface RestApiModel {
  readonly logicalId: string;
  readonly apiId: string;
  /** An edge-optimised endpoint writes the names Authorization and User-Agent in that case. */
  readonly edgeOptimised: boolean;
  readonly binaryMediaTypes: readonly string[];
  readonly root: ResourceNode;
  readonly stages: ReadonlyMap<string, StageModel>;
  readonly gatewayResponses: ReadonlyMap<string, GatewayResponseModel>;
}

export interface StageModel {
  readonly name: string;
  readonly deploymentId: string;
  readonly variables: ReadonlyMap<string, string>;
}

/** A resource with its children; `{name}` and `{name+}` children exclude each other. */
export interface ResourceNode {
  readonly id: string;
  /** As in the template, for instance `/orders/{id}`; the root is `/`. */
  readonly path: string;
  readonly methods: ReadonlyMap<string, MethodModel>;
  readonly statics: ReadonlyMap<string, ResourceNode>;
  readonly variable?: { readonly name: string; readonly node: ResourceNode };
  readonly greedy?: { readonly name: string; readonly node: ResourceNode };
}

export interface MethodModel {
  readonly logicalId: string;
  readonly operationName?: string;
  readonly authorization: Authorization;
  /** Parameters that a request must have: `header.X`, `path.x`, `querystring.x`; empty unless a validator checks them. */
  readonly requiredParameters: readonly string[];
  /** Schemas of the body by media type (or `$default`); empty unless a validator checks them. */
  readonly bodySchemas: ReadonlyMap<string, BodySchema>;
  readonly integration: Integration;
}

export type Authorization =
  | { readonly kind: 'NONE' }
  | { readonly kind: 'AWS_IAM' }
  | { readonly kind: 'CUSTOM'; readonly authorizer: AuthorizerModel };

export interface AuthorizerModel {
  readonly logicalId: string;
  readonly authorizerId: string;
  readonly type: 'REQUEST' | 'TOKEN';
  readonly functionArn: string;
  /** In the template's order; all of them make the key under which a policy is cached. */
  readonly identitySources: readonly MappingSource[];
  /** `s`; 0 = results are not kept. */
  readonly resultTtlSeconds: number;
  /** What a token must match as a whole before the function is asked (TOKEN only). */
  readonly validation?: RegExp;
}

export type Integration = LambdaProxyIntegration | HttpProxyIntegration | MockIntegration;

export interface LambdaProxyIntegration {
  readonly kind: 'AWS_PROXY';
  readonly functionArn: string;
  /** Anything but POST fails when called. */
  readonly httpMethod: string;
  readonly mappings: readonly RequestMapping[];
  /** `ms` */
  readonly timeoutMs: number;
}

export interface HttpProxyIntegration {
  readonly kind: 'HTTP_PROXY';
  /** With `{name}` and `${stageVariables.name}` in it. */
  readonly uri: string;
  /** ANY passes the client's method on. */
  readonly httpMethod: string;
  readonly mappings: readonly RequestMapping[];
  /** `ms` */
  readonly timeoutMs: number;
  /** True where the template says `TlsConfig.InsecureSkipVerification`. */
  readonly acceptsAnyCertificate: boolean;
}

export interface RequestMapping {
  readonly location: 'header' | 'path' | 'querystring';
  readonly name: string;
  readonly source: MappingSource;
}

export interface MockIntegration {
  readonly kind: 'MOCK';
  readonly requestTemplates: ReadonlyMap<string, TextTemplate>;
  readonly passthrough: 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER';
  readonly convertsToText: boolean;
  readonly responses: readonly MockResponse[];
}

export interface MockResponse {
  readonly status: number;
  /** Matches the whole status of the request template; absent for the default response. */
  readonly selection?: RegExp;
  readonly headers: readonly HeaderMapping[];
  readonly templates: ReadonlyMap<string, TextTemplate>;
}

export interface HeaderMapping {
  readonly name: string;
  readonly source: MappingSource;
}

export interface GatewayResponseModel {
  readonly status?: number;
  readonly headers: readonly HeaderMapping[];
  /** By media type; empty keeps the default body. */
  readonly templates: ReadonlyMap<string, TextTemplate>;
}
