/** Makes one policy for each set of scopes that operations ask for, and names it. */
import type { OAuthVerifyAccessTokenPolicy } from '#core/catalog/policy.ts';
import { oauthVerifyAccessToken, type VerifyAccessTokenOptions } from '#core/catalog/verify-access-token-policy.ts';
import type { Access } from './required-access.ts';

export interface PolicyOptions extends Pick<VerifyAccessTokenOptions, 'location' | 'queryParameter' | 'attributes'> {
  /** Policy of operations about which the document says nothing. @default - a token without particular scopes */
  readonly securedBy?: OAuthVerifyAccessTokenPolicy;
}

export interface AccessPolicies {
  /** Name of the policy that an operation passes; none for a public one. */
  readonly nameOf: (access: Access) => string | undefined;
  /** Scopes that its caller needs; undefined for a public one. */
  readonly scopesOf: (access: Access) => readonly string[] | undefined;
  /** Those that were asked for. */
  readonly policies: () => Readonly<Record<string, OAuthVerifyAccessTokenPolicy>>;
}

/** Longer names make tables of them unreadable. */
const LONGEST_NAME = 60;

export function accessPolicies({ location, queryParameter, attributes, securedBy }: PolicyOptions): AccessPolicies {
  const names = new Map<string, { readonly name: string; readonly policy: OAuthVerifyAccessTokenPolicy }>();
  const named = (policy: OAuthVerifyAccessTokenPolicy, wanted: string): string => {
    const key = JSON.stringify(policy);
    const known = names.get(key)?.name;
    if (known !== undefined) return known;
    const taken = [...names.values()].map(({ name }) => name);
    let name = wanted;
    for (let count = 2; taken.includes(name); count += 1) name = `${wanted} (${count})`;
    names.set(key, { name, policy });
    return name;
  };
  const policyOf = (scopes: readonly string[]) =>
    oauthVerifyAccessToken({
      location,
      scopes,
      ...(queryParameter === undefined ? {} : { queryParameter }),
      ...(attributes === undefined ? {} : { attributes }),
    });
  return {
    nameOf: (access) => {
      if (access.kind === 'public') return undefined;
      if (access.kind === 'undeclared' && securedBy !== undefined) return named(securedBy, 'verify by default');
      const scopes = access.kind === 'scopes' ? access.scopes : [];
      return named(policyOf(scopes), nameOf(scopes));
    },
    scopesOf: (access) => {
      if (access.kind === 'scopes') return access.scopes;
      return access.kind === 'public' ? undefined : (securedBy?.scopes ?? []);
    },
    policies: () => Object.fromEntries([...names.values()].map(({ name, policy }) => [name, policy])),
  };
}

function nameOf(scopes: readonly string[]): string {
  if (scopes.length === 0) return 'verify';
  const name = `verify(${scopes.join(' ')})`;
  return name.length <= LONGEST_NAME ? name : `verify(${scopes[0]} and ${scopes.length - 1} more)`;
}
