/** What a call of each operation of the registry API takes and gives: the contract table says it, nothing else does. */
import type * as z from 'zod';
import type { OperationId, ROUTES } from '#core/registry/contract.ts';

type Route<Operation extends OperationId> = (typeof ROUTES)[Operation];
type Request<Operation extends OperationId> = z.input<Route<Operation>['request']>;

/** Parts that may be left out, because nothing in them is needed. */
type OptionalPart<Parts> = {
  [Part in keyof Parts]: Record<never, never> extends Parts[Part] ? Part : never;
}[keyof Parts];
type Parts<Operation extends OperationId> = Omit<Request<Operation>, OptionalPart<Request<Operation>>> &
  Partial<Pick<Request<Operation>, OptionalPart<Request<Operation>>>>;

/** Optional fields may be given as undefined, which is not sent; lists are only read. */
type Lenient<Fields> = {
  readonly [Name in keyof Fields]: Pick<Fields, Name> extends Required<Pick<Fields, Name>>
    ? DeepReadonly<Fields[Name]>
    : DeepReadonly<Fields[Name]> | undefined;
};
type DeepReadonly<Value> = Value extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : Value extends object
    ? { readonly [Name in keyof Value]: DeepReadonly<Value[Name]> }
    : Value;
type LenientParts<Given> = { [Part in keyof Given]: Lenient<Given[Part]> };

export interface AnyRegistryCall {
  /** Values of the path's variables. */
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  /** By lower-case name: `if-match`, and `idempotency-key`, which makes a repeated creation the same one. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

export type RegistryCall<Operation extends OperationId> = AnyRegistryCall & LenientParts<Parts<Operation>>;

/** undefined where the route answers with nothing. */
export type RegistryBody<Operation extends OperationId> = Route<Operation>['success'] extends {
  readonly body: infer Body extends z.ZodType;
}
  ? z.output<Body>
  : undefined;

export interface RegistryAnswer<Operation extends OperationId> {
  readonly status: number;
  readonly body: RegistryBody<Operation>;
  readonly etag?: string;
  /** Whether it was made by an earlier request with the same idempotency key. */
  readonly replayed: boolean;
}
