/** What commands about signing keys answer as JSON. */
import { CURRENT_KID, NEXT_KID } from '../../support/in-memory-signing-keys.ts';
import { ABOUT, AT, type JsonCase } from './json-world.ts';

const TARGET = 'account 111122223333, region eu-west-1, server group development';
const DUE = '2026-01-22T03:04:05.678Z';
const CURRENT = {
  kid: CURRENT_KID,
  state: 'current',
  signs: true,
  ageDays: 40,
  createdAt: '2025-11-23T03:04:05.678Z',
  promotedAt: '2025-12-23T03:04:05.678Z',
  retirementDue: DUE,
  revision: 1,
};
const NEXT = {
  kid: NEXT_KID,
  state: 'next',
  signs: false,
  ageDays: 10,
  createdAt: '2025-12-23T03:04:05.678Z',
  promotableFrom: '2025-12-24T03:04:05.678Z',
  promotionDue: DUE,
  revision: 1,
};
const { retirementDue, ...REVOKED } = { ...CURRENT, state: 'revoked', signs: false, revokedAt: AT, revision: 2 };

export const SIGNING_KEY_CASES: readonly JsonCase[] = [
  { command: 'signing-keys list', json: () => ({ items: [NEXT, CURRENT] }) },
  {
    command: 'signing-keys rotate',
    args: () => ['--yes'],
    json: () => {
      const { promotableFrom, promotionDue, ...key } = NEXT;
      return { ...key, state: 'current', signs: true, promotedAt: AT, revision: 2 };
    },
    talk: () => [
      `Promote the next signing key ${ABOUT}.`,
      'New tokens are signed with it within a minute. Those that there are go on.',
    ],
  },
  {
    command: 'signing-keys rotate',
    when: 'nothing is done',
    args: () => ['--dry-run'],
    json: () => ({
      dryRun: true,
      action: 'Promote the next signing key',
      target: TARGET,
      consequences: ['New tokens are signed with it within a minute. Those that there are go on.'],
    }),
  },
  {
    command: 'signing-keys revoke',
    args: () => [CURRENT_KID, '--yes'],
    json: () => REVOKED,
    talk: () => [
      `Revoke the signing key ${CURRENT_KID} ${ABOUT}.`,
      'This is final: no token that was signed with it is accepted any more.',
      'It signs now: the next key takes over, and every client has to get a new token.',
    ],
  },
  {
    command: 'signing-keys revoke',
    when: 'the key is another one than signs',
    args: () => [NEXT_KID, '--dry-run'],
    json: () => ({
      dryRun: true,
      action: `Revoke the signing key ${NEXT_KID}`,
      target: TARGET,
      consequences: ['This is final: no token that was signed with it is accepted any more.'],
    }),
  },
];
