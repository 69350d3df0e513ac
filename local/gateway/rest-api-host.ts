import type { ResolvedResource } from '../assembly/resolved-resource.ts';
import type { FunctionInvoker } from '../functions/function-invoker.ts';
import type { GatewayAnswer, GatewayRequest } from './gateway-request.ts';

/** What a REST API of the template needs from its surroundings to be served. */
export interface RestApiContext {
  readonly region: string;
  readonly accountId: string;
  readonly functions: FunctionInvoker;
  /** The one key pair that SigV4 requests to `AWS_IAM` methods must be signed with, and who it belongs to. */
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly principalArn: string;
  };
  /** Called once per request when it has been answered. */
  readonly onRequest: (entry: RequestLogEntry) => void;
}

/** One served request, for the host's line about it; never holds a header, a query string or a body. */
export interface RequestLogEntry {
  readonly requestId: string;
  readonly method: string;
  /** As sent, with the stage, without the query string. */
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
  /** Whether an authorizer was asked, answered from the result cache, or none is attached. */
  readonly authorizer: 'none' | 'invoked' | 'cached';
  /** Why it was refused, as the gateway knows it, or the `reason` of a JSON line that the function logged in this call. */
  readonly reason?: string;
}

/** A REST API of the template, ready to answer. */
export interface ServedRestApi {
  readonly apiId: string;
  readonly logicalId: string;
  readonly stageNames: readonly string[];
  /** Answers one request; never rejects. */
  handle(request: GatewayRequest): Promise<GatewayAnswer>;
}

/** A bound loopback port. It answers 503 until it is given an API to serve; a new API replaces the former one. */
export interface GatewayListener {
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  serve(api: ServedRestApi): void;
  stop(): Promise<void>;
}

/**
 * What the gateway offers to the host:
 * - `listenGateway(port)` in listen-gateway.ts: binds 127.0.0.1 (0 = a free port) and gives a {@link GatewayListener}.
 * - `buildRestApis(resources, context)` in build-rest-apis.ts: makes every REST API of the resolved resources, in the
 *   template's order; throws UnsupportedTemplateError, which lists everything that the host can't do by logical id.
 */
export type BuildRestApis = (
  resources: readonly ResolvedResource[],
  context: RestApiContext,
) => readonly ServedRestApi[];
