/** The `$context` of a request: what functions get as `requestContext`, and templates and mappings as `context.*`. */
import { isObject, scalarText } from '../json-value.ts';

export interface ContextVariables {
  readonly resourceId?: string;
  readonly resourcePath?: string;
  readonly operationName?: string;
  readonly httpMethod: string;
  readonly extendedRequestId: string;
  /** Common log format, UTC. */
  readonly requestTime: string;
  /** With the stage, as sent. */
  readonly path: string;
  readonly accountId: string;
  readonly protocol: 'HTTP/1.1';
  readonly stage: string;
  readonly domainPrefix: string;
  /** `ms` since 1970 */
  readonly requestTimeEpoch: number;
  readonly requestId: string;
  readonly identity: CallerIdentity;
  /** The Host of the request without its port. */
  readonly domainName: string;
  readonly deploymentId: string;
  readonly apiId: string;
  readonly authorizer?: Readonly<Record<string, string | number>>;
  readonly error?: ErrorVariables;
}

/** Who called; all null but for the address and the agent, unless the method is `AWS_IAM`. */
export interface CallerIdentity {
  readonly cognitoIdentityPoolId: null;
  readonly accountId: string | null;
  readonly cognitoIdentityId: null;
  readonly caller: string | null;
  readonly sourceIp: string;
  readonly principalOrgId: null;
  readonly accessKey: string | null;
  readonly cognitoAuthenticationType: null;
  readonly cognitoAuthenticationProvider: null;
  readonly userArn: string | null;
  readonly userAgent: string | null;
  readonly user: string | null;
}

/** Filled for gateway responses alone. */
export interface ErrorVariables {
  readonly message?: string;
  /** JSON text: the message in quotes, or `null`. */
  readonly messageString: string;
  readonly responseType: string;
  readonly validationErrorString?: string;
}

export function anonymousIdentity(sourceIp: string, userAgent: string | undefined): CallerIdentity {
  return {
    cognitoIdentityPoolId: null,
    accountId: null,
    cognitoIdentityId: null,
    caller: null,
    sourceIp,
    principalOrgId: null,
    accessKey: null,
    cognitoAuthenticationType: null,
    cognitoAuthenticationProvider: null,
    userArn: null,
    userAgent: userAgent ?? null,
    user: null,
  };
}

/** @param path for instance `identity.sourceIp`; @returns text, or `undefined` for what is absent, null or no scalar */
export function lookUp(context: ContextVariables, path: string): string | undefined {
  let value: unknown = context;
  for (const key of path.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return scalarText(value);
}

/** @param time `ms` since 1970; @returns for instance `23/Nov/2026:05:00:00 +0000` */
export function commonLogTime(time: number): string {
  const [, day, month, year, clock] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(time).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${clock} +0000`;
}
