/** Finds the subscription of a client by its assertion, and proves by the signature that the client made it (RFC 7523 §3). */
import { type ClientJwk, keyTypeOf } from '../registry/client-jwk.ts';
import type { SubscriptionReader } from '../registry/ports.ts';
import type { Subscription } from '../registry/subscription.ts';
import { failure, type Result, success } from '../result.ts';
import { type ClientAssertion, type ClientAssertions, readClientAssertion } from './client-assertion.ts';
import type { AssertionCredentials } from './client-authentication.ts';
import type { TokenFailure } from './token-failure.ts';

export interface ProveByAssertionDependencies {
  /** The audience of assertions. */
  readonly issuer: string;
  /** Read afresh each time: a key that is taken away proves nothing from then on. */
  readonly subscriptions: SubscriptionReader;
  readonly clientAssertions: ClientAssertions;
}

export interface ProvenByAssertion {
  readonly subscription: Subscription;
  /** Not yet taken note of as used. */
  readonly assertion: ClientAssertion;
}

/**
 * Keys of nobody, whose private halves were thrown away: verified with where there is no key to verify with, so that it
 * costs what a wrong signature costs. What comes of it is not looked at.
 */
const NO_KEYS: Readonly<Record<ClientJwk['kty'], ClientJwk>> = {
  EC: {
    kty: 'EC',
    crv: 'P-256',
    x: 'KtTVSGaX8SgwK41FQRmTtF1ZWsWgLrB2SmIGzckbbY8',
    y: 'Y3RMrk1AwIGV8AyCEIYj_uTwDGoqtJCFBIJfxBFr9e0',
  },
  RSA: {
    kty: 'RSA',
    n: 'i-aGy2zLGN2abBLkZa-lNdpFBFRVWJp3Uwygb5Y4UkpeX-pMmT9lzF8vGf8zu3nQ5APBdg24QniHloRWpf195Ag72_r4B-0YF0wYc6mPRexZrSYUdp_VugUdfJJU8M3PVr1sCsGDbSP2vnb9CDEBHRYutXuoDD5aAyCF1NoRNELEfYXKqZJcVXioDnZPSFRWmwsQFLt-4iROsUHU3b9KkuwOwi864TOCHvIY7hwjAc0NHQOsDsi7JQ6T3tUGaUHB6TerGmEHHacG6Pqlri9veezIWxo2u9Myr0mkVbOiRAj-6xBgTCxyPz78Nj-EwTH428deY0SSjVDAI10wF3bQIhzDmUysFqoNVDuXwzTOxJgESut0rWFhY60DknMapH8MFUGqTB_oUvq8z9d3SXOK2s3a8AmNFM-w--TcegwHA11ob6WbgV7W1PUqgROYcwdfmqMJihfh-oSBeTYBbhrdAs_0WshKzIA8nVglmLIsIUyXKPsgP2-CKKDFdvvKPQux',
    e: 'AQAB',
  },
  OKP: { kty: 'OKP', crv: 'Ed25519', x: '9VhIYZpGzqVm9wQaMGYSIDNGDfdLxy6VRmMvdexoONU' },
};

/** @param now epoch milliseconds */
export async function proveByAssertion(
  { clientAssertion, clientId }: AssertionCredentials,
  now: number,
  { issuer, subscriptions, clientAssertions }: ProveByAssertionDependencies,
): Promise<Result<ProvenByAssertion, TokenFailure>> {
  const read = readClientAssertion(clientAssertion, clientAssertions, { issuer, clientId, now });
  if (!read.ok) return read;
  const assertion = read.value;
  const subscription = await subscriptions.get(assertion.consumerKey);
  const candidates = subscription?.jwks?.keys.filter((key) => mayHaveSigned(key, assertion)) ?? [];
  const tried = candidates.length === 0 ? [NO_KEYS[keyTypeOf(assertion.algorithm)]] : candidates;
  const matches = tried.filter((key) => clientAssertions.isSignedWith(clientAssertion, key));
  if (subscription === undefined) return failure({ reason: 'client_unknown' });
  if (candidates.length === 0) return failure({ reason: 'assertion_key_unknown' });
  if (matches.length === 0) return failure({ reason: 'assertion_signature_invalid' });
  return success({ subscription, assertion });
}

/** A key without a name may be the one that is named. */
function mayHaveSigned(key: ClientJwk, { kid, algorithm }: ClientAssertion): boolean {
  return key.kty === keyTypeOf(algorithm) && (kid === undefined || key.kid === undefined || key.kid === kid);
}
