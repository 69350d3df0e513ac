/** How the status of a subscription changes: approved, paused, resumed, revoked. */
import { failure, type Result, success } from '../result.ts';
import { type ChangePorts, changeAggregate } from './change-aggregate.ts';
import { isConsumerKey } from './consumer-credentials.ts';
import type { Caller } from './describe-change.ts';
import type { SubscriptionStore } from './ports.ts';
import type { Precondition } from './precondition.ts';
import type { RegistryFailure } from './registry-failure.ts';
import type { Subscription } from './subscription.ts';
import { showSubscription } from './wire.ts';

export type Transition = 'approve' | 'pause' | 'resume' | 'revoke';
type Status = Subscription['status'];

/** Revoked is the end. */
const TRANSITIONS: Readonly<Record<Transition, { readonly from: readonly Status[]; readonly to: Status }>> = {
  approve: { from: ['pending'], to: 'active' },
  pause: { from: ['active'], to: 'paused' },
  resume: { from: ['paused'], to: 'active' },
  revoke: { from: ['pending', 'active', 'paused'], to: 'revoked' },
};

/**
 * Asked for again, it changes nothing and succeeds.
 *
 * @param ifMatch undefined when it does not matter to the caller what else has changed
 */
export async function changeStatus(
  ports: ChangePorts & { readonly subscriptions: SubscriptionStore },
  caller: Caller,
  consumerKey: string,
  transition: Transition,
  ifMatch: Precondition | undefined,
): Promise<Result<Subscription, RegistryFailure>> {
  const { from, to } = TRANSITIONS[transition];
  return changeAggregate<Subscription>(ports, caller, {
    store: ports.subscriptions,
    id: isConsumerKey(consumerKey) ? consumerKey : undefined,
    ifMatch,
    show: showSubscription,
    decide: (current) => {
      const action = `subscription.${transition}`;
      if (current.status === to) return success({ next: current, action });
      if (from.includes(current.status)) return success({ next: { ...current, status: to }, action });
      const detail = `The subscription is ${current.status}; ${transition} is for one that is ${from.join(' or ')}.`;
      return failure({ reason: 'conflict', detail });
    },
  });
}
