import { inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import { createRotationHandler, type RotationHandlerDependencies } from '#adapters/keys/rotation-handler.ts';
import type { LogFields } from '#adapters/runtime/log.ts';
import { MESSAGES } from '#adapters/runtime/messages.ts';
import { Fault } from '#core/fault.ts';
import { DAY } from '#core/keys/key-times.ts';
import {
  aSigningKey,
  CURRENT_KID,
  inMemorySigningKeys,
  NEXT_KID,
  TWO_KEYS,
} from '#test/support/in-memory-signing-keys.ts';
import { CREATED_AT } from '#test/support/registry-fixtures.ts';

const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:rotation';

function aHandler(generateKeyPair: () => ReturnType<RotationHandlerDependencies['generateKeyPair']>) {
  const lines: (LogFields & { readonly level: string; readonly event: string })[] = [];
  const now = () => CREATED_AT + 20 * DAY;
  const keys = inMemorySigningKeys(now, TWO_KEYS);
  const handler = createRotationHandler({
    keys,
    schedule: { rotationPeriod: 30 * DAY },
    digest: () => '0'.repeat(64),
    generateKeyPair,
    now,
    log: (event, fields = {}) => void lines.push({ level: MESSAGES[event].level, event, ...fields }),
    persistence: { attempts: 2, pause: 0 },
  });
  return { keys, lines, handler, run: () => handler({}, { invokedFunctionArn: ARN, awsRequestId: 'request-1' }) };
}

test('the rotation tells of each step that it took before it failed, and fails', async () => {
  const { keys, lines, run } = aHandler(() => Promise.reject(new Fault('KMS is out of order')));

  await expect(run()).rejects.toThrow('KMS is out of order');

  expect(lines).toMatchObject([
    { level: 'INFO', event: 'signing key promoted', kid: NEXT_KID, ageDays: 30 },
    { level: 'INFO', event: 'signing key retired', kid: CURRENT_KID, ageDays: 60 },
    { level: 'WARN', event: 'signing keys not looked after; trying again', faultMessage: 'KMS is out of order' },
    { level: 'ERROR', event: 'signing keys not looked after', requestId: 'request-1' },
  ]);
  const [retired, promoted] = keys.all();
  expect(promoted).toMatchObject({ kid: NEXT_KID, state: 'current', lastChange: { principal: ARN } });
  expect(retired).toMatchObject({ kid: CURRENT_KID, state: 'retired', lastChange: { principal: ARN } });
});

test('the rotation tells at its end which key signs and how old that is', async () => {
  const { lines, run } = aHandler(async () => aSigningKey({ kid: 'm'.repeat(43) }));

  expect(await run()).toEqual({ signer: NEXT_KID, steps: 3 });
  expect(await run()).toEqual({ signer: NEXT_KID, steps: 0 });

  expect(lines.at(2)).toMatchObject({ event: 'signing key made', kid: 'm'.repeat(43), ageDays: 0 });
  expect(lines.at(-1)).toMatchObject({ event: 'signing keys looked after', kid: NEXT_KID, ageDays: 30, done: 0 });
});

test('what Lambda is told of a failure repeats nothing that KMS has said', async () => {
  const fault = new Fault('Decrypt by KMS failed.', {
    cause: Object.assign(new Error('canary'), { Plaintext: 'canary' }),
  });
  const { lines, run } = aHandler(() => Promise.reject(fault));

  const thrown: unknown = await run().catch((error) => error);

  expect(thrown).toMatchObject({ name: 'Fault', message: 'Decrypt by KMS failed. (Error)' });
  expect(inspect([thrown, lines], { showHidden: true, depth: null })).not.toContain('canary');
});

test('a key that was made and cannot be read ends the run', async () => {
  const { keys, run } = aHandler(async () => aSigningKey({ kid: 'm'.repeat(43) }));
  const { list } = keys;
  keys.list = async () => (await list()).filter(({ kid }) => !kid.startsWith('m'));

  await expect(run()).rejects.toThrow(`The signing key ${'m'.repeat(43)} was made, and is not among those`);
});

test('the steps of a function that does not know its own name can be read all the same', async () => {
  const { keys, handler } = aHandler(async () => aSigningKey({ kid: 'm'.repeat(43) }));

  await handler({}, { invokedFunctionArn: '', awsRequestId: 'request-1' });

  for (const { lastChange } of keys.all()) expect(lastChange?.principal).not.toBe('');
});
