/** Makes consumer secrets, of which the hash alone is kept. */
import { CONSUMER_SECRET_BYTES, formatConsumerSecret } from './consumer-credentials.ts';
import { randomHex } from './new-aggregate.ts';
import type { RandomBytes, SecretHasher } from './ports.ts';
import type { ConsumerSecret } from './subscription.ts';

export interface NewSecret {
  readonly secret: ConsumerSecret;
  /** Given out now and never again. */
  readonly consumerSecret: string;
}

export interface SecretPorts {
  readonly randomBytes: RandomBytes;
  readonly secretHasher: SecretHasher;
}

const SECRET_ID_BYTES = 8;

/** @param secretId made at random when it is undefined */
export function newSecret(
  { randomBytes, secretHasher }: SecretPorts,
  fields: { readonly createdAt: number; readonly expiresAt?: number },
  secretId = randomHex(randomBytes, SECRET_ID_BYTES),
): NewSecret {
  const consumerSecret = formatConsumerSecret(randomBytes(CONSUMER_SECRET_BYTES));
  const secret = { secretId, hash: secretHasher.hash(consumerSecret), hint: consumerSecret.slice(-4), ...fields };
  return { secret, consumerSecret };
}
