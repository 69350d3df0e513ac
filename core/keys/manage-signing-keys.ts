/** Use cases of operators: see the keys, rotate before it is due, and revoke a key that has leaked. */
import type { Caller } from '../registry/describe-change.ts';
import type { RegistryFailure } from '../registry/registry-failure.ts';
import { failure, type Result, success } from '../result.ts';
import { newestCurrent, oldestNext } from './key-roles.ts';
import { promotableFrom, promote, revoke } from './key-transitions.ts';
import type { KeyRecord } from './signing-key.ts';
import { changeKey, type KeyChangePorts } from './signing-key-store.ts';

/** A change that another one came before is decided again. */
const ATTEMPTS = 3;

const ROTATION_PUBLISHES =
  'The rotation function publishes one; it runs every hour, at each deployment, and when it is invoked.';

/** Has the next key sign from now on, if everybody can know it. The rotation retires the one before. */
export async function promoteNextKey(
  ports: KeyChangePorts,
  caller: Caller,
): Promise<Result<KeyRecord, RegistryFailure>> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const keys = await ports.keys.list();
    const from = oldestNext(keys);
    if (from === undefined) {
      return failure({ reason: 'conflict', detail: `There is no next key yet. ${ROTATION_PUBLISHES}` });
    }
    const to = promote(from, keys, ports.now());
    if (!to.ok) return failure({ reason: 'conflict', detail: describeEarliness(from) });
    if ((await changeKey(ports, caller, 'promote', { from, to: to.value })) === 'changed') return to;
  }
  return beaten();
}

/**
 * No token of this key is accepted any more, within the revocation bound. If it is the key that signs, the next one is
 * promoted before, known to everybody or not. Asked for again, it changes nothing and answers the same.
 */
export async function revokeSigningKey(
  ports: KeyChangePorts,
  caller: Caller,
  kid: string,
): Promise<Result<KeyRecord, RegistryFailure>> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const keys = await ports.keys.list();
    const from = keys.find((key) => key.kid === kid);
    if (from === undefined) return failure({ reason: 'not_found' });
    if (from.state === 'revoked') return success(from);
    const successor = newestCurrent(keys)?.kid === kid ? await promoteSuccessor(ports, caller, keys) : success([]);
    if (!successor.ok) return successor;
    if (successor.value === 'conflict') continue;
    const to = revoke(from, [...keys, ...successor.value], ports.now());
    if (to.ok && (await changeKey(ports, caller, 'revoke', { from, to: to.value })) === 'changed') return to;
  }
  return beaten();
}

/** Every other current key may be retired at any moment by whoever saw this one take over: only a newer one will do. */
async function promoteSuccessor(
  ports: KeyChangePorts,
  caller: Caller,
  keys: readonly KeyRecord[],
): Promise<Result<readonly KeyRecord[] | 'conflict', RegistryFailure>> {
  const from = oldestNext(keys);
  const to = from === undefined ? undefined : promote(from, keys, ports.now(), { urgent: true });
  if (from === undefined || !to?.ok) {
    const detail = `It is the only key that can sign, and there is no next one to take over. ${ROTATION_PUBLISHES} Revoke this key after that.`;
    return failure({ reason: 'conflict', detail });
  }
  const outcome = await changeKey(ports, caller, 'promote', { from, to: to.value });
  return success(outcome === 'changed' ? [to.value] : outcome);
}

function describeEarliness(next: KeyRecord): string {
  const [published, from] = [next.createdAt, promotableFrom(next)].map((time) => new Date(time).toISOString());
  return `The next key ${next.kid} was published at ${published}, and not everybody may know it before ${from}. Rotate from then on. If the key that signs has leaked, revoke that one instead.`;
}

function beaten(): Result<never, RegistryFailure> {
  return failure({ reason: 'conflict', detail: 'Others are changing the signing keys at this moment; try again.' });
}
