/** The ports of a running host: one per REST API and function URL, kept when the assembly is exchanged. */

import type { ResolvedResource } from './assembly/resolved-resource.ts';
import type { CloudAssembly } from './assembly/stack-template.ts';
import { type FunctionUrlServer, listenFunctionUrl } from './functions/function-url-server.ts';
import type { GatewayListener } from './gateway/rest-api-host.ts';
import { objectOf } from './json-value.ts';

export type ListenGateway = (port: number) => Promise<GatewayListener>;

export interface HostEndpoints {
  /** Binds a port for every function URL of the assembly that has none yet. */
  bindFunctionUrls(assembly: CloudAssembly): Promise<void>;
  functionUrl(stackName: string, logicalId: string): FunctionUrlServer | undefined;
  /** Binds a port for every REST API that has none yet. */
  bindApis(resources: readonly ResolvedResource[]): Promise<void>;
  /** Gives up the ports of what is not in the template any more. */
  release(resources: readonly ResolvedResource[]): Promise<void>;
  /** Bound APIs by id. */
  readonly apis: ReadonlyMap<string, GatewayListener>;
  stop(): Promise<void>;
}

/** @param firstPort the first API's port, the next ones follow; 0 for free ones */
export function createHostEndpoints(listenGateway: ListenGateway, firstPort: number): HostEndpoints {
  const functionUrls = new Map<string, FunctionUrlServer>();
  const apis = new Map<string, GatewayListener>();
  return {
    apis,
    async bindFunctionUrls(assembly) {
      for (const { stackName, template } of assembly.stacks) {
        for (const [logicalId, resource] of Object.entries(objectOf(template.Resources))) {
          const key = `${stackName}/${logicalId}`;
          if (objectOf(resource).Type !== 'AWS::Lambda::Url' || functionUrls.has(key)) continue;
          functionUrls.set(key, await listenFunctionUrl());
        }
      }
    },
    functionUrl: (stackName, logicalId) => functionUrls.get(`${stackName}/${logicalId}`),
    async bindApis(resources) {
      for (const { physicalId } of inPortOrder(resources)) {
        if (apis.has(physicalId)) continue;
        const port = firstPort === 0 ? 0 : firstPort + apis.size;
        apis.set(physicalId, await listenGateway(port));
      }
    },
    async release(resources) {
      const present = new Set(
        resources.flatMap(({ stackName, logicalId, physicalId }) => [`${stackName}/${logicalId}`, physicalId]),
      );
      for (const listeners of [apis, functionUrls]) {
        for (const [key, listener] of listeners) {
          if (present.has(key)) continue;
          listeners.delete(key);
          await listener.stop();
        }
      }
    },
    async stop() {
      await Promise.all([...apis.values(), ...functionUrls.values()].map((listener) => listener.stop()));
    },
  };
}

/** The template's order, but a registry comes after the APIs that it is the registry of. */
export function inPortOrder(resources: readonly ResolvedResource[]): readonly ResolvedResource[] {
  const isRegistry = ({ logicalId }: ResolvedResource) => /registry/i.test(logicalId);
  const apis = resources.filter(({ type }) => type === 'AWS::ApiGateway::RestApi');
  return [...apis.filter((api) => !isRegistry(api)), ...apis.filter(isRegistry)];
}
