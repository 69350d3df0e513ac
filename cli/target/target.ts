/** The server group that a command is about: where it is, and how its registry is called. */
import type { SignRequest } from '#adapters/http/sign-request.ts';

export interface Target {
  /** Absent when a URL alone is known. */
  readonly serverGroup?: string;
  /** The AWS account, or what stands for it. */
  readonly account: string;
  readonly region: string;
  readonly registryUrl: string;
  readonly gatewayUrl?: string;
  readonly tokenUrl?: string;
  readonly issuer?: string;
  readonly jwksUrl?: string;
  readonly metadataUrl?: string;
  readonly sign: SignRequest;
  /** The demo subscription of the embedded host. */
  readonly demo?: Demo;
}

export interface Demo {
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly headerUrl?: string;
}

/** What is about to be touched, for people. */
export function describeTarget({ account, region, serverGroup }: Target): string {
  return `account ${account}, region ${region}, server group ${serverGroup ?? '(by URL)'}`;
}
