/** Connects the routes of signing keys with their use cases. */
import type { KeySchedule } from '#core/keys/key-schedule.ts';
import { promoteNextKey, revokeSigningKey } from '#core/keys/manage-signing-keys.ts';
import type { KeyRecord } from '#core/keys/signing-key.ts';
import type { KeyChangePorts } from '#core/keys/signing-key-store.ts';
import { ROUTES } from '#core/registry/contract.ts';
import { wireSigningKeys } from '#core/registry/wire-signing-key.ts';
import { success } from '#core/result.ts';
import { type OperationOutcome, operation, show } from './registry-operation.ts';

export interface SigningKeyPorts {
  readonly signingKeys: KeyChangePorts & { readonly schedule: KeySchedule };
}

export function signingKeyOperations({ signingKeys: ports }: SigningKeyPorts) {
  const wire = (keys: readonly KeyRecord[]) => wireSigningKeys(keys, ports.now(), ports.schedule);
  /** What a key shows depends on the others: which of them signs, and when the next one does. */
  const shown = async (key: KeyRecord): Promise<OperationOutcome> => {
    const { kid, revision } = key;
    const others = (await ports.keys.list()).filter((one) => one.kid !== kid);
    const body = wire([key, ...others]).find((one) => one.kid === kid);
    return {
      ...(body !== undefined && { body }),
      about: { kid, revision },
    };
  };
  return {
    listSigningKeys: operation(ROUTES.listSigningKeys, async () =>
      success({ body: { items: wire(await ports.keys.list()) } }),
    ),
    rotateSigningKeys: operation(ROUTES.rotateSigningKeys, async (_, caller) =>
      show(await promoteNextKey(ports, caller), shown),
    ),
    revokeSigningKey: operation(ROUTES.revokeSigningKey, async ({ path }, caller) =>
      show(await revokeSigningKey(ports, caller, path.kid), shown),
    ),
  };
}
