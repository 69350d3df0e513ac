/** Use cases of consumer secrets: another one is made while the old one goes on for a while, and one is ended. */
import { Fault } from '../fault.ts';
import { failure, type Result, success } from '../result.ts';
import { type ChangePorts, changeAggregate, type Decision } from './change-aggregate.ts';
import { isConsumerKey } from './consumer-credentials.ts';
import type { Retirement, Rotation } from './contract.ts';
import type { Caller } from './describe-change.ts';
import { endOfTokens } from './end-of-tokens.ts';
import { idempotencyOf } from './idempotency.ts';
import { type NewSecret, newSecret, type SecretPorts } from './new-secret.ts';
import type { SubscriptionStore } from './ports.ts';
import type { Precondition } from './precondition.ts';
import { invalid, type RegistryFailure } from './registry-failure.ts';
import type { ConsumerSecret, Subscription } from './subscription.ts';
import { showSubscription } from './wire.ts';

export type ManageSecretPorts = ChangePorts & SecretPorts & { readonly subscriptions: SubscriptionStore };

export interface RotatedSecret {
  readonly subscription: Subscription;
  readonly secret: ConsumerSecret;
  /** Given out here and never again. Absent when an earlier request has given it out. */
  readonly consumerSecret?: string;
}

export interface SecretConditions {
  readonly ifMatch?: Precondition | undefined;
  /** The secret's id is made of it, so that a retry cannot make a second one. */
  readonly idempotencyKey?: string | undefined;
}

const MAX_LIVE = 2;
/** Ended secrets are kept for a day, the newest of them, so that a retry of what made them is known again. */
const KEPT_ENDED = 8;
const KEPT_MILLISECONDS = 86_400_000;

/** Makes a secret beside at most one older one, which ends after the overlap at the latest. */
export async function rotateSecret(
  ports: ManageSecretPorts,
  caller: Caller,
  consumerKey: string,
  rotation: Rotation,
  { ifMatch, idempotencyKey }: SecretConditions = {},
): Promise<Result<RotatedSecret, RegistryFailure>> {
  const derived = deriveSecretId(ports, caller, consumerKey, rotation, idempotencyKey);
  const earlier = derived === undefined ? undefined : await findEarlier(ports, consumerKey, derived);
  if (earlier !== undefined) return earlier;
  let made: NewSecret | undefined;
  const changed = await changeAggregate<Subscription>(ports, caller, {
    store: ports.subscriptions,
    id: isConsumerKey(consumerKey) ? consumerKey : undefined,
    ifMatch,
    show: showSubscription,
    decide: (current, now): Decision<Subscription> => {
      const refusal = refuseRotation(current, rotation, now);
      if (refusal !== undefined) return failure(refusal);
      const { expiresAt } = rotation;
      made = newSecret(ports, { createdAt: now, ...(expiresAt !== undefined && { expiresAt }) }, derived?.secretId);
      const older = current.secrets.map((secret) => endBy(secret, now + rotation.overlap));
      const next = { ...current, secrets: [...withoutLongEnded(older, now), made.secret] };
      return success({ next, action: 'secret.rotate', subject: made.secret.secretId });
    },
  });
  if (!changed.ok) {
    // The same request may have come first between the look at what is there and the write.
    const lost = derived === undefined ? undefined : await findEarlier(ports, consumerKey, derived);
    return lost ?? changed;
  }
  if (made === undefined) throw new Fault('A rotation made no secret.');
  return success({ subscription: changed.value, ...made });
}

/**
 * Ends a secret now, if it has not ended, and with `endTokens` all tokens of the subscription that were got before this is
 * answered. What is got with another secret from then on is dated after them.
 */
export async function retireSecret(
  ports: ManageSecretPorts,
  caller: Caller,
  { consumerKey, secretId }: { readonly consumerKey: string; readonly secretId: string },
  { endTokens = false }: Retirement,
  ifMatch?: Precondition,
): Promise<Result<Subscription, RegistryFailure>> {
  return changeAggregate<Subscription>(ports, caller, {
    store: ports.subscriptions,
    id: isConsumerKey(consumerKey) ? consumerKey : undefined,
    ifMatch,
    show: showSubscription,
    decide: (current, now): Decision<Subscription> => {
      const retired = current.secrets.find((secret) => secret.secretId === secretId);
      if (retired === undefined) return failure({ reason: 'not_found' });
      const done = { action: 'secret.retire', subject: secretId };
      if (!isLive(retired, now) && !endTokens) return success({ next: current, ...done });
      const secrets = current.secrets.map((secret) => (secret === retired ? endBy(secret, now) : secret));
      const tokensNotBefore = endOfTokens(current, now);
      return success({ next: { ...current, secrets, ...(endTokens && { tokensNotBefore }) }, ...done });
    },
  });
}

function refuseRotation(
  { status, secrets }: Subscription,
  { overlap, expiresAt }: Rotation,
  now: number,
): RegistryFailure | undefined {
  if (status === 'revoked') return { reason: 'conflict', detail: 'The subscription is revoked.' };
  if (expiresAt !== undefined && expiresAt <= now) {
    return invalid([{ field: 'expiresAt', message: 'must lie in the future' }]);
  }
  const live = secrets.filter((secret) => isLive(secret, now));
  if (live.length < MAX_LIVE || overlap === 0) return undefined;
  const ids = live.map(({ secretId }) => secretId).join(' and ');
  const detail = `Two secrets are live already, ${ids}. Retire one of them, or rotate with the overlap "now", which ends both.`;
  return { reason: 'conflict', detail };
}

interface DerivedSecretId {
  readonly secretId: string;
  /** Of every id that is made of the same key, whatever the request. */
  readonly prefix: string;
}

function deriveSecretId(
  { secretHasher }: SecretPorts,
  caller: Caller,
  consumerKey: string,
  body: Rotation,
  key: string | undefined,
): DerivedSecretId | undefined {
  const route = `rotateSecret ${consumerKey}`;
  const idempotency = idempotencyOf({ caller, route, key, body }, secretHasher.hash);
  if (idempotency === undefined) return undefined;
  const prefix = secretHasher.hash(`secret id ${idempotency.key}`).slice(0, 16);
  return { prefix, secretId: `${prefix}${idempotency.request.slice(0, 16)}` };
}

async function findEarlier(
  { subscriptions }: ManageSecretPorts,
  consumerKey: string,
  { prefix, secretId }: DerivedSecretId,
): Promise<Result<RotatedSecret, RegistryFailure> | undefined> {
  const subscription = isConsumerKey(consumerKey) ? await subscriptions.get(consumerKey) : undefined;
  const secret = subscription?.secrets.find((one) => one.secretId.startsWith(prefix));
  if (subscription === undefined || secret === undefined) return undefined;
  if (secret.secretId !== secretId) return failure<RegistryFailure>({ reason: 'idempotency_key_reused' });
  return success({ subscription, secret });
}

function isLive({ expiresAt }: ConsumerSecret, now: number): boolean {
  return expiresAt === undefined || now < expiresAt;
}

/** Never prolongs. */
function endBy(secret: ConsumerSecret, time: number): ConsumerSecret {
  return { ...secret, expiresAt: Math.min(time, secret.expiresAt ?? time) };
}

function withoutLongEnded(secrets: readonly ConsumerSecret[], now: number): readonly ConsumerSecret[] {
  const ended = secrets.filter((secret) => !isLive(secret, now));
  const kept = ended.filter((secret) => isLive(secret, now - KEPT_MILLISECONDS)).slice(-KEPT_ENDED);
  return secrets.filter((secret) => isLive(secret, now) || kept.includes(secret));
}
