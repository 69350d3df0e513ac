/** Finds what is wrong in a policy, whatever its kind. */
import type { Policy } from './policy.ts';
import { findTokenEndpointProblems } from './token-endpoint-policy.ts';
import { findVerifyProblems } from './verify-access-token-policy.ts';

export function findPolicyProblems(policy: Policy): readonly string[] {
  switch (policy.type) {
    case 'OAuthTokenEndpoint':
      return findTokenEndpointProblems(policy);
    case 'OAuthVerifyAccessToken':
      return findVerifyProblems(policy);
  }
}
