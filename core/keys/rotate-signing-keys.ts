/** Takes the steps of the rotation that are due; runs every hour and at each deployment, mostly to find nothing to do. */
import { Fault } from '../fault.ts';
import { type Caller, describeChange } from '../registry/describe-change.ts';
import { chooseSigningKey } from './key-roles.ts';
import { type KeySchedule, type KeyStep, nextKeyStep } from './key-schedule.ts';
import type { KeyRecord, SigningKey } from './signing-key.ts';
import { changeKey, type KeyChangePorts, type SigningKeyStore, showKey } from './signing-key-store.ts';

export interface RotateSigningKeysDependencies extends KeyChangePorts {
  readonly keys: SigningKeyStore;
  readonly schedule: KeySchedule;
  /** A new pair, made and encrypted where its private half is never seen in clear. */
  readonly generateKeyPair: () => Promise<Pick<SigningKey, 'kid' | 'publicJwk' | 'encryptedPrivateKey'>>;
}

export interface TakenStep {
  readonly step: KeyStep['do'];
  readonly key: KeyRecord;
}

export interface Rotation {
  readonly taken: readonly TakenStep[];
  /** The key that signs now. */
  readonly signer: KeyRecord;
}

/** More than a run ever needs; the rest is conflicts with others who take the same steps. */
const MOST_STEPS = 20;

/**
 * Looks again after each step: what others did at the same time, or half, is seen and not done twice.
 *
 * @param tell is told of each step as soon as it is taken, since a later one may fail
 */
export async function rotateSigningKeys(
  dependencies: RotateSigningKeysDependencies,
  caller: Caller,
  tell: (step: TakenStep) => void = () => undefined,
): Promise<Rotation> {
  const taken: TakenStep[] = [];
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const keys = await dependencies.keys.list();
    refuseToGoOnBlind(taken, keys);
    const now = dependencies.now();
    const due = nextKeyStep(keys, now, dependencies.schedule);
    if (due === undefined) {
      const signer = chooseSigningKey(keys, now);
      if (signer === undefined) throw new Fault('No step is due, and yet no key signs.');
      return { taken, signer };
    }
    const key = await take(due, now, dependencies, caller);
    if (key === undefined) continue;
    taken.push({ step: due.do, key });
    tell({ step: due.do, key });
  }
  throw new Fault(`The signing keys were still being changed by others after ${MOST_STEPS} steps.`);
}

/** Whoever does not see what he has just made would make one more, and one more. */
function refuseToGoOnBlind(taken: readonly TakenStep[], keys: readonly KeyRecord[]): void {
  const last = taken.at(-1);
  if (last?.step !== 'make' || keys.some(({ kid }) => kid === last.key.kid)) return;
  throw new Fault(`The signing key ${last.key.kid} was made, and is not among those that can be read.`);
}

/** @returns what has come of it; undefined when somebody else was first */
async function take(
  step: KeyStep,
  now: number,
  dependencies: RotateSigningKeysDependencies,
  caller: Caller,
): Promise<KeyRecord | undefined> {
  if (step.do !== 'make') {
    return (await changeKey(dependencies, caller, step.do, step)) === 'changed' ? step.to : undefined;
  }
  const pair = await dependencies.generateKeyPair();
  const { state } = step;
  const record: KeyRecord = {
    kid: pair.kid,
    state,
    createdAt: now,
    ...(state === 'current' && { promotedAt: now }),
    revision: 1,
  };
  const action = 'signing-key.create';
  const lastChange = describeChange({ caller, action, at: now, after: showKey(record) }, dependencies.digest);
  // Nobody else can have made a key of this id: if it is there, an earlier attempt to write it was heard.
  await dependencies.keys.create({ ...pair, ...record, lastChange });
  return record;
}
