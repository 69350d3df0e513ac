/** A server group: where projects are deployed. It becomes a CDK stage and an API Gateway stage of the same name. */
import { DEFAULT_ROTATION_DAYS } from '../keys/key-times.ts';
import { checkDefinition, type Shape } from './check-definition.ts';
import {
  findReservedConcurrencyProblems,
  RESERVED_CONCURRENCY_SHAPE,
  type ReservedConcurrency,
} from './reserved-concurrency.ts';

export interface ServerGroup {
  /** Also the API Gateway stage and the prefix of the stacks' names. Lower-case letters, digits and hyphens. */
  readonly name: string;
  /** AWS account id; without it, that of the credentials used to deploy. */
  readonly account?: string;
  /** AWS region; without it, that of the credentials used to deploy. */
  readonly region?: string;
  /** Whether tables and keys outlive `cdk destroy`. */
  readonly removal: 'retain' | 'destroy';
  /** Seconds that API Gateway may reuse a verdict for the same token, path and method; 0 turns its cache off. */
  readonly authorizerCacheSeconds: number;
  /** Seconds that the verifier may reuse what it read from the registry; 0 reads it for every verdict. */
  readonly verifierCacheSeconds: number;
  /** Seconds beyond that in which the verifier goes by what it last read, while the registry cannot be reached. */
  readonly outageGraceSeconds: number;
  /** Days that a key signs access tokens before the next one does. */
  readonly signingKeyRotationDays: number;
  /** Concurrent executions that Lambda keeps for a function, and beyond which it runs no more of them. */
  readonly reservedConcurrency: ReservedConcurrency;
  readonly quotas: Quotas;
}

/** What AWS grants the account, where that is not what most accounts have. */
export interface Quotas {
  /** Resources of one REST API: its root, and one for each segment of a path. */
  readonly resourcesPerApi: number;
  /** Of all functions of the account in the region. A new account may have no more than 10. */
  readonly concurrentExecutions: number;
}

export interface ServerGroupDefinition {
  readonly name: string;
  /** @default - the account of the credentials used to deploy */
  readonly account?: string;
  /** @default - the region of the credentials used to deploy */
  readonly region?: string;
  /** @default 'retain' */
  readonly removal?: 'retain' | 'destroy';
  /** Seconds, 0 to 3600. @default 30 */
  readonly authorizerCacheSeconds?: number;
  /** Seconds, 0 to 3600. @default 30 */
  readonly verifierCacheSeconds?: number;
  /** Seconds, 0 to 3600. 0 refuses every call that the registry would have to be asked about, with 503. @default 900 */
  readonly outageGraceSeconds?: number;
  /** Days, 1 to 365. @default 30 */
  readonly signingKeyRotationDays?: number;
  /**
   * For instance `{ token: 50, verifyAccessToken: 100 }`: whole numbers from 1. Server groups in one account and region share
   * what can be reserved there. @default {} - nothing is reserved
   */
  readonly reservedConcurrency?: ReservedConcurrency;
  /** To be stated once AWS has raised them. @default { resourcesPerApi: 300, concurrentExecutions: 1000 } */
  readonly quotas?: Partial<Quotas>;
}

const DEFAULT_QUOTAS: Quotas = { resourcesPerApi: 300, concurrentExecutions: 1_000 };
/** More than one server group could use: a slip of the hand. */
const MOST_RESOURCES_PER_API = 3_000;

const SHAPE: Shape = {
  required: { name: 'text' },
  optional: {
    account: 'text',
    region: 'text',
    removal: ['retain', 'destroy'],
    authorizerCacheSeconds: 'number',
    verifierCacheSeconds: 'number',
    outageGraceSeconds: 'number',
    signingKeyRotationDays: 'number',
    reservedConcurrency: 'map',
    quotas: 'map',
  },
};
const QUOTAS_SHAPE: Shape = { required: {}, optional: { resourcesPerApi: 'number', concurrentExecutions: 'number' } };

/**
 * Defines a server group. Each has its own gateway, tables and keys: nothing made in one works in another.
 *
 * Names are checked when the catalogue is; see {@link findServerGroupProblems}.
 */
export function defineServerGroup(definition: ServerGroupDefinition): ServerGroup {
  const what = `Server group "${definition.name}"`;
  checkDefinition(what, definition, SHAPE);
  const { quotas = {}, reservedConcurrency = {}, ...rest } = definition;
  checkDefinition(`${what}: quotas`, quotas, QUOTAS_SHAPE);
  checkDefinition(`${what}: reservedConcurrency`, reservedConcurrency, RESERVED_CONCURRENCY_SHAPE);
  return {
    removal: 'retain',
    authorizerCacheSeconds: 30,
    verifierCacheSeconds: 30,
    outageGraceSeconds: 900,
    signingKeyRotationDays: DEFAULT_ROTATION_DAYS,
    ...rest,
    reservedConcurrency,
    quotas: {
      resourcesPerApi: quotas.resourcesPerApi ?? DEFAULT_QUOTAS.resourcesPerApi,
      concurrentExecutions: quotas.concurrentExecutions ?? DEFAULT_QUOTAS.concurrentExecutions,
    },
  };
}

/** Seconds within which every revocation, pause or disabling takes effect at the protected APIs. */
export function revocationBoundSeconds(group: ServerGroup): number {
  return group.authorizerCacheSeconds + group.verifierCacheSeconds;
}

export function findServerGroupProblems(group: ServerGroup): readonly string[] {
  const problems: string[] = [];
  const say = (message: string) => problems.push(`Server group "${group.name}": ${message}`);
  if (!/^[a-z][a-z0-9-]{0,29}$/.test(group.name)) {
    say('the name must start with a lower-case letter and hold at most 30 lower-case letters, digits and hyphens.');
  }
  if (group.account !== undefined && !/^\d{12}$/.test(group.account)) say('account must be a 12-digit AWS account id.');
  if (group.region !== undefined && !/^[a-z]{2}(-[a-z]+)+-\d$/.test(group.region)) {
    say(`region "${group.region}" is not an AWS region such as eu-west-1.`);
  }
  for (const field of ['authorizerCacheSeconds', 'verifierCacheSeconds', 'outageGraceSeconds'] as const) {
    const seconds = group[field];
    if (!Number.isInteger(seconds) || seconds < 0 || seconds > 3600) {
      say(`${field} is ${seconds}; it must be a whole number of seconds from 0 to 3600.`);
    }
  }
  const { signingKeyRotationDays: days } = group;
  if (!Number.isInteger(days) || days < 1 || days > 365) {
    say(`signingKeyRotationDays is ${days}; it must be a whole number of days from 1 to 365.`);
  }
  const { quotas: { resourcesPerApi, concurrentExecutions } = DEFAULT_QUOTAS, reservedConcurrency = {} } = group;
  const least = DEFAULT_QUOTAS.resourcesPerApi;
  if (!Number.isInteger(resourcesPerApi) || resourcesPerApi < least || resourcesPerApi > MOST_RESOURCES_PER_API) {
    say(
      `quotas.resourcesPerApi is ${resourcesPerApi}; it must be a whole number from ${least}, which every account has, to ${MOST_RESOURCES_PER_API}.`,
    );
  }
  if (Number.isInteger(concurrentExecutions) && concurrentExecutions >= 1) {
    findReservedConcurrencyProblems(reservedConcurrency, concurrentExecutions).forEach(say);
  } else {
    say(`quotas.concurrentExecutions is ${concurrentExecutions}; it must be a whole number from 1.`);
  }
  return problems;
}
