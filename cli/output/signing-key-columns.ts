/** How signing keys look in tables. */
import type { WireSigningKey } from '#core/registry/contract.ts';
import type { Column } from './table.ts';

export const SIGNING_KEY_COLUMNS: readonly Column<WireSigningKey>[] = [
  { heading: 'key', value: ({ kid }) => kid },
  { heading: 'state', value: ({ state, signs }) => (signs ? `${state} (signs)` : state) },
  { heading: 'age', value: ({ ageDays }) => `${ageDays} d` },
  { heading: 'next', value: describeNext },
];

export const SIGNING_KEY_FIELDS: readonly Column<WireSigningKey>[] = [
  ...SIGNING_KEY_COLUMNS,
  { heading: 'created', value: ({ createdAt }) => createdAt },
  { heading: 'promoted', value: ({ promotedAt }) => promotedAt },
  { heading: 'retired', value: ({ retiredAt }) => retiredAt },
  { heading: 'revoked', value: ({ revokedAt }) => revokedAt },
];

/** What happens to the key next, and when. */
function describeNext({ promotionDue, promotableFrom, retirementDue, endsAt }: WireSigningKey): string | undefined {
  if (promotionDue !== undefined) return `signs ${promotionDue}, at the earliest ${promotableFrom}`;
  if (retirementDue !== undefined) return `retires ${retirementDue}`;
  return endsAt === undefined ? undefined : `ends ${endsAt}`;
}
