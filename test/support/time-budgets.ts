/** What each path may take while DynamoDB and KMS are out of order, as docs/architecture.md states it. */
import { FORWARD_BUDGET } from '#adapters/apigateway/forward.ts';
import { REGISTRY_BUDGET } from '#adapters/apigateway/registry-api.ts';
import { VERIFY_AND_FORWARD_BUDGET } from '#adapters/apigateway/verify-and-forward.ts';
import { DYNAMODB_LIMITS } from '#adapters/dynamodb/document-client.ts';
import { KMS_LIMITS } from '#adapters/keys/kms-client.ts';

export interface PathBudget {
  /** How many questions it asks DynamoDB behind one another at most; several at once count as one. */
  readonly dynamodb: number;
  readonly kms: number;
  /** Milliseconds, when each question takes all the time it has. */
  readonly longest: number;
}

function budgetOf(dynamodb: number, kms = 0): PathBudget {
  return { dynamodb, kms, longest: dynamodb * DYNAMODB_LIMITS.budget + kms * KMS_LIMITS.budget };
}

export const TIME_BUDGETS = {
  /** Subscription; client and product; the use of an assertion; signing keys, and the one that signs decrypted. */
  token: budgetOf(4, 1),
  /** The first three of these; public keys; those anew, if the token names another; revocation. */
  introspection: budgetOf(6),
  revocation: budgetOf(6),
  keySet: budgetOf(1),
  /** Public keys; those anew; subscription, client, product and revocation. */
  verifier: budgetOf(3),
  /** With the backend. */
  verifyAndForward: { ...budgetOf(3), longest: VERIFY_AND_FORWARD_BUDGET },
  forward: { ...budgetOf(0), longest: FORWARD_BUDGET },
  registry: { ...budgetOf(0), longest: REGISTRY_BUDGET },
} as const satisfies Readonly<Record<string, PathBudget>>;
