/** Where signing keys are kept, as those see it who look after them: they never read the keys themselves. */
import { type Caller, type Digest, describeChange } from '../registry/describe-change.ts';
import type { Clock } from '../registry/ports.ts';
import type { KeyRecord, SigningKey } from './signing-key.ts';

export interface KeyRecordStore {
  /** Every key that has not ended. */
  list(): Promise<readonly KeyRecord[]>;
  /** Writes the next revision of a key, unless another change of it came first. The key itself stays as it is. */
  change(from: KeyRecord, to: KeyRecord): Promise<'changed' | 'conflict'>;
}

export interface SigningKeyStore extends KeyRecordStore {
  create(key: SigningKey): Promise<'created' | 'exists'>;
}

export interface KeyChangePorts {
  readonly keys: KeyRecordStore;
  readonly digest: Digest;
  readonly now: Clock;
}

/** What the audit trail tells of a key by digest. */
export function showKey({ kid, state, createdAt, promotedAt, retiredAt, revokedAt, revision }: KeyRecord): object {
  return { kid, state, createdAt, promotedAt, retiredAt, revokedAt, revision };
}

/** Writes a step together with who took it. @param verb for instance `promote` */
export function changeKey(
  { keys, digest, now }: KeyChangePorts,
  caller: Caller,
  verb: 'promote' | 'retire' | 'revoke',
  { from, to }: { readonly from: KeyRecord; readonly to: KeyRecord },
): Promise<'changed' | 'conflict'> {
  const action = `signing-key.${verb}`;
  const lastChange = describeChange({ caller, action, at: now(), before: showKey(from), after: showKey(to) }, digest);
  return keys.change(from, { ...to, lastChange });
}
