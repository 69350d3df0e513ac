/** A process with an embedded host whose functions reach DynamoDB and KMS through fault proxies; see host-behind-faults.ts. */
import { buildRestApis } from '#local/gateway/build-rest-apis.ts';
import { listenGateway } from '#local/gateway/listen-gateway.ts';
import type { RequestLogEntry } from '#local/gateway/rest-api-host.ts';
import { startHost } from '#local/host.ts';
import { createLifetime } from '#local/lifecycle/lifetime.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import type { HostSetup, Order, Told } from './host-behind-faults.ts';

const setup: HostSetup = JSON.parse(process.argv[2] ?? '');
const lifetime = createLifetime();
const end = () => void lifetime.end().then(() => process.exit(0));
process.on('disconnect', end);

const proxies: Partial<Record<'dynamodb' | 'kms', FaultProxy>> = {};
async function proxied(name: 'dynamodb' | 'kms', upstream: string): Promise<string> {
  const proxy = await startFaultProxy(upstream);
  lifetime.onEnd(proxy.stop);
  proxies[name] = proxy;
  return proxy.origin;
}

let brokenOff = 0;
/** A function says why it gives no verdict; one that is broken off, or dies, says nothing. */
function note({ reason = '' }: RequestLogEntry): void {
  if (/^(AUTHORIZER|INTEGRATION)_(FAILURE|TIMEOUT)$/.test(reason)) brokenOff += 1;
}

const host = await startHost({
  ...setup,
  projectRoot: process.cwd(),
  dataDirectory: setup.data,
  port: 0,
  gatewayOnly: true,
  reset: false,
  watch: false,
  gateway: { listenGateway, buildRestApis },
  report: { begin: () => () => undefined, note: () => undefined, request: note },
  lifetime,
  onStopRequested: end,
  routeToStandIns: async ({ dynamodb, kms }) => ({
    dynamodb: await proxied('dynamodb', dynamodb),
    kms: await proxied('kms', kms),
  }),
});

async function obey(order: Order): Promise<unknown> {
  switch (order.do) {
    case 'show':
      await Promise.all([proxies.dynamodb?.use(order.dynamodb), proxies.kms?.use(order.kms)]);
      return undefined;
    case 'redeploy':
      return host.redeploy();
    case 'run triggers':
      return host.runTriggers();
    case 'count':
      return { dynamodb: proxies.dynamodb?.requests() ?? 0, kms: proxies.kms?.requests() ?? 0, brokenOff };
  }
}

const tell = (told: Told) => process.send?.(told);
process.on('message', ({ id, order }: { id: number; order: Order }) => {
  obey(order).then(
    (value) => tell({ id, value }),
    (error) => tell({ id, error: String(error) }),
  );
});
tell({ id: 0, value: host.info });
