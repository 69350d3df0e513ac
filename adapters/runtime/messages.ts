/** Everything that functions log: each message with its code, its level, and the metric that it is counted by. */

export type LogLevel = 'INFO' | 'WARN' | 'ERROR';

export interface Message {
  /** Stays the same for good, however the sentence is put. */
  readonly code: string;
  readonly level: LogLevel;
  /** Name of the CloudWatch metric. @default - none: it is not counted */
  readonly counts?: string;
  /** Metrics of fields that are measured, by the field. @default - none */
  readonly measures?: Readonly<Partial<Record<'ageDays' | 'cacheHits' | 'cacheMisses' | 'staleServed', Measure>>>;
}

export interface Measure {
  readonly metric: string;
  /** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
  readonly unit: 'Count' | 'None';
}

/** Of what a verifier judged by: kept, read anew, or known from before an outage. */
const READS = {
  cacheHits: { metric: 'RegistryCacheHits', unit: 'Count' },
  cacheMisses: { metric: 'RegistryCacheMisses', unit: 'Count' },
  staleServed: { metric: 'RegistryStaleServed', unit: 'Count' },
} as const;
const KEY_AGE = { ageDays: { metric: 'SigningKeyAgeDays', unit: 'None' } } as const;

/** By the sentence that the log says. A code's first digit is its area: 1 tokens, 2 access, 3 registry, 4 keys, 9 all. */
export const MESSAGES = {
  'token issued': { code: 'TG1000', level: 'INFO', counts: 'TokensIssued' },
  'token refused': { code: 'TG1001', level: 'WARN', counts: 'TokensRefused' },
  'token endpoint out of order': { code: 'TG1002', level: 'ERROR', counts: 'TokenFaults' },
  'live token introspected': { code: 'TG1010', level: 'INFO', counts: 'TokensIntrospected' },
  'dead token introspected': { code: 'TG1011', level: 'INFO', counts: 'TokensIntrospected' },
  'introspection refused': { code: 'TG1012', level: 'WARN', counts: 'IntrospectionsRefused' },
  'token revoked': { code: 'TG1020', level: 'INFO', counts: 'TokensRevoked' },
  'nothing to revoke': { code: 'TG1021', level: 'WARN' },
  'revocation refused': { code: 'TG1022', level: 'WARN', counts: 'RevocationsRefused' },
  'use of a secret not recorded': { code: 'TG1030', level: 'WARN' },

  'access allowed': { code: 'TG2000', level: 'INFO', counts: 'AccessAllowed', measures: READS },
  'access refused': { code: 'TG2001', level: 'WARN', counts: 'AccessRefused', measures: READS },
  'registry unreachable; nothing known to judge by': { code: 'TG2002', level: 'ERROR', counts: 'AccessFaults' },
  'verifier out of order': { code: 'TG2003', level: 'ERROR', counts: 'AccessFaults' },
  'verify and forward out of order': { code: 'TG2004', level: 'ERROR', counts: 'AccessFaults' },
  'registry unreachable; serving what was last known': { code: 'TG2010', level: 'ERROR', counts: 'RegistryOutages' },
  'registry reachable again': { code: 'TG2011', level: 'INFO' },
  'call not forwarded': { code: 'TG2020', level: 'WARN', counts: 'CallsNotForwarded' },
  'forward out of order': { code: 'TG2021', level: 'ERROR', counts: 'ForwardFaults' },
  'soap message refused': { code: 'TG2022', level: 'WARN', counts: 'SoapMessagesRefused' },
  'documents out of order': { code: 'TG2030', level: 'ERROR' },

  'registry changed': { code: 'TG3000', level: 'INFO', counts: 'RegistryMutations' },
  'registry request repeated': { code: 'TG3001', level: 'INFO' },
  'registry request refused': { code: 'TG3002', level: 'WARN', counts: 'RegistryRequestsRefused' },
  'registry request failed': { code: 'TG3003', level: 'ERROR', counts: 'RegistryFaults' },
  'registry request not answered in time': { code: 'TG3004', level: 'ERROR', counts: 'RegistryFaults' },
  'registry item left out of a list': { code: 'TG3005', level: 'ERROR', counts: 'DamagedItems' },
  'uses of secrets not read': { code: 'TG3006', level: 'ERROR' },
  'audit entry is late': { code: 'TG3010', level: 'ERROR', counts: 'LateAuditEntries' },
  'audit entry not made sure of': { code: 'TG3011', level: 'ERROR', counts: 'LateAuditEntries' },
  'audit trail swept': { code: 'TG3012', level: 'INFO' },
  'audit trail swept in part': { code: 'TG3013', level: 'WARN' },

  'signing key made': { code: 'TG4000', level: 'INFO' },
  'signing key promoted': { code: 'TG4001', level: 'INFO' },
  'signing key retired': { code: 'TG4002', level: 'INFO' },
  'signing keys looked after': { code: 'TG4003', level: 'INFO', measures: KEY_AGE },
  'signing keys not looked after; trying again': { code: 'TG4004', level: 'WARN' },
  'signing keys not looked after': { code: 'TG4005', level: 'ERROR', counts: 'SigningKeyRotationFailures' },
  'signing key not decrypted': { code: 'TG4006', level: 'ERROR', counts: 'SigningKeyDecryptionFailures' },

  'damaged item': { code: 'TG9000', level: 'ERROR', counts: 'DamagedItems' },
} as const satisfies Readonly<Record<string, Message>>;

/** The sentence, which is the same each time, so that it can be searched for. */
export type MessageName = keyof typeof MESSAGES;
