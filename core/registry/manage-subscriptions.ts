/** Use cases of subscriptions: a client's right to a product. How they begin is told in create-subscription.ts. */
import { failure, type Result, success } from '../result.ts';
import { findAttributeErrors, patchAttributes } from './attributes.ts';
import { type ChangePorts, changeAggregate, type Decision } from './change-aggregate.ts';
import { isConsumerKey } from './consumer-credentials.ts';
import type { SubscriptionChange } from './contract.ts';
import { type Deletion, findConfirmationErrors } from './deletion.ts';
import type { Caller } from './describe-change.ts';
import { endOfTokens } from './end-of-tokens.ts';
import { findTimeErrors } from './find-time-errors.ts';
import { patched } from './patched.ts';
import type { SubscriptionStore } from './ports.ts';
import type { Precondition } from './precondition.ts';
import { invalid, type RegistryFailure } from './registry-failure.ts';
import type { Subscription } from './subscription.ts';
import { showSubscription, wireKeys } from './wire.ts';

export type ManageSubscriptionPorts = ChangePorts & { readonly subscriptions: SubscriptionStore };

/** A text that has not the shape of a consumer key is not even looked for. */
export async function readSubscription(
  { subscriptions }: Pick<ManageSubscriptionPorts, 'subscriptions'>,
  consumerKey: string,
): Promise<Result<Subscription, RegistryFailure>> {
  const subscription = isConsumerKey(consumerKey) ? await subscriptions.get(consumerKey) : undefined;
  return subscription === undefined ? failure({ reason: 'not_found' }) : success(subscription);
}

export async function changeSubscription(
  ports: ManageSubscriptionPorts,
  caller: Caller,
  consumerKey: string,
  change: SubscriptionChange,
  ifMatch: Precondition,
): Promise<Result<Subscription, RegistryFailure>> {
  return changeAggregate<Subscription>(ports, caller, {
    store: ports.subscriptions,
    id: isConsumerKey(consumerKey) ? consumerKey : undefined,
    ifMatch,
    show: showSubscription,
    decide: (current, now) => {
      const next = patchSubscription(current, change, now);
      // An end that has come by itself is no mistake of a caller who changes something else.
      const errors = [
        ...findTimeErrors(next, next.expiresAt === current.expiresAt ? undefined : now),
        ...findAttributeErrors(next.attributes),
      ];
      if (errors.length > 0) return failure(invalid(errors));
      const isSame = JSON.stringify(showSubscription(next)) === JSON.stringify(showSubscription(current));
      return success({ next: isSame ? current : next, action: actionOf(current, next) });
    },
  });
}

/** One that is active or paused goes only when that is confirmed. */
export async function deleteSubscription(
  ports: ManageSubscriptionPorts,
  caller: Caller,
  consumerKey: string,
  deletion: Deletion,
): Promise<Result<Subscription, RegistryFailure>> {
  return changeAggregate<Subscription>(ports, caller, {
    store: ports.subscriptions,
    id: isConsumerKey(consumerKey) ? consumerKey : undefined,
    ifMatch: deletion.ifMatch,
    show: showSubscription,
    decide: (current, now): Decision<Subscription> => {
      const errors = findConfirmationErrors(consumerKey, deletion);
      if (errors.length > 0) return failure(invalid(errors));
      if (deletion.confirm === undefined && (current.status === 'active' || current.status === 'paused')) {
        const detail = `The subscription is ${current.status}. Deleting it all the same takes the parameter confirm=${consumerKey}.`;
        return failure({ reason: 'in_use', detail });
      }
      return success({ next: { ...current, deletedAt: now }, action: 'subscription.delete' });
    },
  });
}

/** Who gives a client another key may give it to somebody else, so the audit trail tells it apart from other changes. */
function actionOf(current: Subscription, next: Subscription): string {
  const isSame = JSON.stringify(wireKeys(current)) === JSON.stringify(wireKeys(next));
  return isSame ? 'subscription.change' : 'keys.change';
}

function patchSubscription(subscription: Subscription, change: SubscriptionChange, now: number): Subscription {
  const { jwks: _jwks, validFrom: _validFrom, expiresAt: _expiresAt, ...rest } = subscription;
  const jwks = patched(subscription.jwks, change.jwks);
  const validFrom = patched(subscription.validFrom, change.validFrom);
  const expiresAt = patched(subscription.expiresAt, change.expiresAt);
  return {
    ...rest,
    ...(change.endTokens === true && { tokensNotBefore: endOfTokens(subscription, now) }),
    ...(jwks !== undefined && { jwks }),
    ...(validFrom !== undefined && { validFrom }),
    ...(expiresAt !== undefined && { expiresAt }),
    attributes: patchAttributes(subscription.attributes, change.attributes),
  };
}
