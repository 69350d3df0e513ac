/** The rotation as a Lambda function: takes the steps that are due, tells of each, and of a failure by failing. */
import type { Context } from 'aws-lambda';
import type { KeyStep } from '#core/keys/key-schedule.ts';
import { DAY } from '#core/keys/key-times.ts';
import {
  type RotateSigningKeysDependencies,
  rotateSigningKeys,
  type TakenStep,
} from '#core/keys/rotate-signing-keys.ts';
import type { KeyRecord } from '#core/keys/signing-key.ts';
import { describeFault, failPlainly } from '../runtime/describe-fault.ts';
import type { Log, LogFields } from '../runtime/log.ts';
import type { MessageName } from '../runtime/messages.ts';
import { type Persistence, persist } from '../runtime/persist.ts';

export interface RotationHandlerDependencies extends RotateSigningKeysDependencies {
  readonly log: Log;
  readonly persistence: Pick<Persistence, 'attempts' | 'pause'>;
}

export type RotationHandler = (
  event: unknown,
  context: Pick<Context, 'invokedFunctionArn' | 'awsRequestId'>,
) => Promise<{ readonly signer: string; readonly steps: number }>;

const EVENTS = {
  make: 'signing key made',
  promote: 'signing key promoted',
  retire: 'signing key retired',
} as const satisfies Readonly<Record<KeyStep['do'], MessageName>>;

/** Who changes keys, where Lambda does not say which function runs. */
const UNNAMED = 'rotate-signing-keys';

/** The handler rejects with what may be said of that which kept it from its work, so that the scheduler tries again and Lambda counts an error. */
export function createRotationHandler(dependencies: RotationHandlerDependencies): RotationHandler {
  const { log, now, persistence } = dependencies;
  const about = ({ kid, createdAt }: KeyRecord): Pick<LogFields, 'kid' | 'ageDays'> => ({
    kid,
    ageDays: Math.floor((now() - createdAt) / DAY),
  });
  return failPlainly(async (_, { invokedFunctionArn, awsRequestId: requestId }) => {
    const onFailure = (thrown: unknown) =>
      log('signing keys not looked after; trying again', { requestId, ...describeFault(thrown) });
    try {
      const caller = { principal: invokedFunctionArn || UNNAMED, requestId };
      const tell = ({ step, key }: TakenStep) => log(EVENTS[step], { requestId, ...about(key) });
      const rotate = () => rotateSigningKeys(dependencies, caller, tell);
      const { taken, signer } = await persist(rotate, { ...persistence, onFailure });
      log('signing keys looked after', { requestId, done: taken.length, ...about(signer) });
      return { signer: signer.kid, steps: taken.length };
    } catch (thrown) {
      log('signing keys not looked after', { requestId, ...describeFault(thrown) });
      throw thrown;
    }
  });
}
