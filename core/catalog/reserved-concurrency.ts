/** How many copies of each function of a server group Lambda keeps for it: at least as many as it may need, and at most. */
import type { Shape } from './check-definition.ts';

/** The functions of a server group; which of them there are depends on its projects. */
export const FUNCTION_NAMES = [
  'token',
  'verifyAccessToken',
  'verifyAndForward',
  'forward',
  'serveDocuments',
  'registry',
  'rotateSigningKeys',
  'sweepAuditTrail',
  'sampleBackend',
] as const;

export type FunctionName = (typeof FUNCTION_NAMES)[number];

/**
 * Concurrent executions by function. What is reserved for a function no other one can take away, and it never gets more:
 * calls beyond it are throttled. Nothing is reserved for a function that is not named.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
export type ReservedConcurrency = Readonly<Partial<Record<FunctionName, number>>>;

export const RESERVED_CONCURRENCY_SHAPE: Shape = {
  required: {},
  optional: Object.fromEntries(FUNCTION_NAMES.map((name) => [name, 'number' as const])),
};

/** Lambda leaves so much of an account's quota to functions for which nothing is reserved. */
const UNRESERVED = 100;

/** @param quota concurrent executions that the account has in the region */
export function findReservedConcurrencyProblems(reserved: ReservedConcurrency, quota: number): readonly string[] {
  const numbers = Object.entries(reserved).filter(([, number]) => number !== undefined);
  const odd = numbers.filter(([, number]) => !Number.isInteger(number) || number < 1);
  if (odd.length > 0) {
    return odd.map(
      ([name, number]) =>
        `reservedConcurrency.${name} is ${number}; it must be a whole number from 1 (0 would turn the function off; leave it out to reserve nothing).`,
    );
  }
  const sum = numbers.reduce((total, [, number]) => total + number, 0);
  const most = Math.max(0, quota - UNRESERVED);
  if (sum <= most) return [];
  return [
    `reservedConcurrency is ${sum} in all, and of ${quota} concurrent executions ${most} can be reserved, since Lambda keeps ${UNRESERVED} for other functions; reserve less, or have AWS raise the quota and state it: quotas: { concurrentExecutions: ${sum + UNRESERVED} }.`,
  ];
}
