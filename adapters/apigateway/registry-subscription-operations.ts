/** Connects the routes of subscriptions and their secrets with their use cases. */
import { describeFault } from '#adapters/runtime/describe-fault.ts';
import type { Log } from '#adapters/runtime/log.ts';
import { ROUTES } from '#core/registry/contract.ts';
import { createSubscription, type SubscriptionPorts } from '#core/registry/create-subscription.ts';
import { type ManageSecretPorts, retireSecret, rotateSecret } from '#core/registry/manage-secrets.ts';
import { changeSubscription, deleteSubscription, readSubscription } from '#core/registry/manage-subscriptions.ts';
import type { SecretUses } from '#core/registry/ports.ts';
import { entityTag } from '#core/registry/precondition.ts';
import type { Subscription } from '#core/registry/subscription.ts';
import { changeStatus } from '#core/registry/subscription-transitions.ts';
import { type Moment, wireSecret, wireSubscription } from '#core/registry/wire.ts';
import { operation, show } from './registry-operation.ts';
import { listPage } from './registry-page.ts';

export type SubscriptionOperationPorts = SubscriptionPorts &
  ManageSecretPorts & { readonly secretUses: SecretUses; readonly log: Log };

export function subscriptionOperations(ports: SubscriptionOperationPorts) {
  const { subscriptions } = ports;
  const shown = async (subscription: Subscription) => shownAt(subscription, await momentOf(ports, subscription));
  return {
    createSubscription: operation(ROUTES.createSubscription, async ({ body, headers }, caller) =>
      show(await createSubscription(ports, caller, body, headers['idempotency-key']), async (created) => {
        const outcome = await shown(created.subscription);
        return {
          ...outcome,
          body: {
            ...outcome.body,
            ...(created.subscription.secrets.length > 0 && onceShown(created.consumerSecret)),
          },
          createdId: created.subscription.consumerKey,
          replayed: created.replayed,
        };
      }),
    ),
    // When secrets were last used is told of single subscriptions: a page of them would take a read each.
    listSubscriptions: operation(ROUTES.listSubscriptions, ({ query }) => {
      const { clientId, productId } = query;
      const moment = { now: ports.clock(), lastUsed: new Map() };
      const toWire = (subscription: Subscription) => wireSubscription(subscription, moment);
      if (clientId !== undefined) {
        const list = `subscriptions?clientId=${clientId}`;
        return listPage(list, query, (page) => subscriptions.listOfClient(clientId, page), toWire);
      }
      if (productId !== undefined) {
        const list = `subscriptions?productId=${productId}`;
        return listPage(list, query, (page) => subscriptions.listOfProduct(productId, page), toWire);
      }
      return listPage('subscriptions', query, (page) => subscriptions.list(page), toWire);
    }),
    readSubscription: operation(ROUTES.readSubscription, async ({ path }) =>
      show(await readSubscription(ports, path.consumerKey), shown),
    ),
    changeSubscription: operation(ROUTES.changeSubscription, async ({ path, headers, body }, caller) =>
      show(await changeSubscription(ports, caller, path.consumerKey, body, headers['if-match']), shown),
    ),
    deleteSubscription: operation(ROUTES.deleteSubscription, async ({ path, query, headers }, caller) => {
      const deletion = { ifMatch: headers['if-match'], confirm: query.confirm };
      return show(await deleteSubscription(ports, caller, path.consumerKey, deletion), (subscription) => ({
        about: aboutOf(subscription),
      }));
    }),
    approveSubscription: operation(ROUTES.approveSubscription, async ({ path, headers }, caller) =>
      show(await changeStatus(ports, caller, path.consumerKey, 'approve', headers['if-match']), shown),
    ),
    pauseSubscription: operation(ROUTES.pauseSubscription, async ({ path, headers }, caller) =>
      show(await changeStatus(ports, caller, path.consumerKey, 'pause', headers['if-match']), shown),
    ),
    resumeSubscription: operation(ROUTES.resumeSubscription, async ({ path, headers }, caller) =>
      show(await changeStatus(ports, caller, path.consumerKey, 'resume', headers['if-match']), shown),
    ),
    revokeSubscription: operation(ROUTES.revokeSubscription, async ({ path, headers }, caller) =>
      show(await changeStatus(ports, caller, path.consumerKey, 'revoke', headers['if-match']), shown),
    ),
    rotateSecret: operation(ROUTES.rotateSecret, async ({ path, headers, body }, caller) => {
      const conditions = { ifMatch: headers['if-match'], idempotencyKey: headers['idempotency-key'] };
      return show(await rotateSecret(ports, caller, path.consumerKey, body, conditions), async (rotated) => {
        const moment = await momentOf(ports, rotated.subscription);
        const outcome = shownAt(rotated.subscription, moment);
        return {
          ...outcome,
          body: {
            ...onceShown(rotated.consumerSecret),
            secret: wireSecret(rotated.secret, moment),
            subscription: outcome.body,
          },
          about: { ...outcome.about, secretId: rotated.secret.secretId },
          replayed: rotated.consumerSecret === undefined,
        };
      });
    }),
    retireSecret: operation(ROUTES.retireSecret, async ({ path, headers, body = {} }, caller) =>
      show(await retireSecret(ports, caller, path, body, headers['if-match']), async (subscription) => {
        const outcome = await shown(subscription);
        return { ...outcome, about: { ...outcome.about, secretId: path.secretId } };
      }),
    ),
  };
}

function shownAt(subscription: Subscription, moment: Moment) {
  return {
    body: wireSubscription(subscription, moment),
    entityTag: entityTag(subscription),
    about: aboutOf(subscription),
  };
}

function aboutOf({ consumerKey, clientId, productId, revision }: Subscription) {
  return { consumerKey, clientId, productId, revision };
}

function onceShown(consumerSecret: string | undefined) {
  return consumerSecret === undefined ? { consumerSecretShown: true } : { consumerSecret };
}

/** What cannot be looked up for show alone must not turn a change that is done into a failure. */
async function momentOf(
  { clock, secretUses, log }: SubscriptionOperationPorts,
  { consumerKey }: Subscription,
): Promise<Moment> {
  try {
    return { now: clock(), lastUsed: await secretUses.lastUsed(consumerKey) };
  } catch (thrown) {
    log('uses of secrets not read', { consumerKey, ...describeFault(thrown) });
    return { now: clock(), lastUsed: new Map() };
  }
}
