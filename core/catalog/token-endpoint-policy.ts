/** What may stand in the policy *OAuth token endpoint*. */
import type { OAuthTokenEndpointPolicy } from './policy.ts';
import { findTokenAttributeProblems } from './token-attributes.ts';

export function findTokenEndpointProblems(policy: OAuthTokenEndpointPolicy): readonly string[] {
  const { accessTokenExpiryTime, attributes } = policy;
  const problems = findTokenAttributeProblems(attributes);
  if (isAccessTokenExpiryTime(accessTokenExpiryTime)) return problems;
  return [
    ...problems,
    `accessTokenExpiryTime is ${accessTokenExpiryTime}; it is in milliseconds and must be whole seconds from 1000 to 86400000 (24 hours).`,
  ];
}

/** Milliseconds: whole seconds, from one second to 24 hours. */
export function isAccessTokenExpiryTime(time: number): boolean {
  return time >= 1_000 && time <= 86_400_000 && Number.isInteger(time / 1_000);
}
