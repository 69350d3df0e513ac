/** A product: the API projects and the scopes that are sold together. */
import type { Method } from '../catalog/api-project.ts';
import type { AggregateState } from './aggregate.ts';
import type { Attributes } from './attributes.ts';
import type { AuthenticationMethod } from './authentication-method.ts';

export interface Product extends AggregateState {
  /** Chosen by the operator: lower-case letters, digits, `.`, `_`, `-`. */
  readonly productId: string;
  readonly displayName: string;
  readonly description?: string;
  /** The API projects that a subscription to this product opens. */
  readonly projects: readonly ProductProject[];
  /** The scopes that tokens may hold. A token request without `scope` is granted all of them. */
  readonly scopes: readonly string[];
  /** Whether clients may be told of it. It opens nothing by itself. */
  readonly access: 'public' | 'private';
  /** Whether a new subscription can be used at once, or waits to be approved. */
  readonly keyApproval: 'automatic' | 'manual';
  /** Lifetime in milliseconds of its access tokens, whole seconds. @default - that of the token endpoint */
  readonly accessTokenExpiryTime?: number;
  /** The ways in which its clients may prove who they are; at least one. @default - all there are */
  readonly authenticationMethods?: readonly AuthenticationMethod[];
  readonly attributes: Attributes;
}

export interface ProductProject {
  readonly projectId: string;
  /** What of the project the product opens. @default - all of it */
  readonly operations?: readonly Operation[];
  /** The same of a WSDL project: names of its operations. Never beside `operations`. @default - all of it */
  readonly soapOperations?: readonly string[];
}

export interface Operation {
  readonly methods: readonly Method[];
  /** Below the project's path, written like a resource's: `/`, `/items/{id}`, or ending in `{proxy+}`. */
  readonly path: string;
}
