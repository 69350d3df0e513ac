/** Hands over a consumer secret, which is shown this once: on stdout, or in a file of its own. */
import type { Session } from '../session.ts';
import { reserveSecretFile, type SecretFile } from './secret-file.ts';
import type { Column } from './table.ts';

export const SECRET_FLAGS = {
  secretFile: {
    kind: 'text',
    value: 'path',
    description: 'Write the secret to this new file (mode 0600) instead of showing it',
  },
  idempotencyKey: {
    kind: 'text',
    value: 'key',
    description: 'Repeating the command with the same key makes nothing twice',
  },
} as const;

export interface Delivery<Thing> {
  readonly thing: Thing;
  readonly consumerKey: string;
  /** Absent when an earlier request has had it. */
  readonly consumerSecret: string | undefined;
  /** Whether there is none to hand over. @default false */
  readonly secretless?: boolean;
}

/** @param make makes the secret, and says what came of it */
export async function deliverSecret<Thing extends object>(
  session: Session,
  columns: readonly Column<Thing>[],
  path: string | undefined,
  make: () => Promise<Delivery<Thing>>,
): Promise<void> {
  const file = path === undefined ? undefined : reserveSecretFile(path);
  try {
    show(session, columns, await make(), file);
  } finally {
    file?.close();
  }
}

function show<Thing extends object>(
  { out, setExitCode, targetFlags }: Session,
  columns: readonly Column<Thing>[],
  { thing, consumerKey, consumerSecret, secretless = false }: Delivery<Thing>,
  file: SecretFile | undefined,
): void {
  if (secretless) {
    out.thing(thing, columns);
    out.talk('The product takes no secrets: its clients authenticate by private_key_jwt, with keys of their own.');
    return;
  }
  if (consumerSecret === undefined) {
    out.thing(thing, columns);
    out.talk('This was made by an earlier request with the same idempotency key, and its secret was shown then.');
    out.talk(`Next: tollgate secrets rotate ${consumerKey}${targetFlags} makes another one.`);
    setExitCode(1);
    return;
  }
  if (file === undefined) {
    const shown = { ...thing, consumerSecret };
    out.thing(shown, [...columns, { heading: 'consumer secret', value: () => consumerSecret }]);
    out.talk('Store the consumer secret now: it cannot be shown again.');
    return;
  }
  file.add(`${consumerSecret}\n`);
  out.thing({ ...thing, secretFile: file.path }, columns);
  out.talk(`The consumer secret is in ${file.path}; it cannot be shown again.`);
}
