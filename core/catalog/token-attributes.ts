/** Attributes that a token endpoint puts into its tokens: under which name, and where each comes from. */

/** By the name of the claim. */
export type TokenAttributes = Readonly<Record<string, AttributeSource>>;

export type AttributeSource =
  | {
      readonly from: 'client' | 'subscription' | 'product';
      /** Name of the attribute there. What lacks it puts nothing into the token. */
      readonly attribute: string;
    }
  | { readonly from: 'constant'; readonly value: string };

/** An attribute of the client that asks for the token. */
export function clientAttribute(attribute: string): AttributeSource {
  return { from: 'client', attribute };
}

/** An attribute of the subscription that the consumer key is of. */
export function subscriptionAttribute(attribute: string): AttributeSource {
  return { from: 'subscription', attribute };
}

/** An attribute of the subscription's product. */
export function productAttribute(attribute: string): AttributeSource {
  return { from: 'product', attribute };
}

/** The same text in every token. */
export function constantAttribute(value: string): AttributeSource {
  return { from: 'constant', value };
}

/** Claims that have a meaning already, of RFC 7519 §4.1, RFC 9068 §2.2 and of Tollgate's own. */
export const RESERVED_CLAIMS: ReadonlySet<string> = new Set([
  ...['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'client_id', 'scope', 'cnf', 'act', 'may_act'],
  ...['auth_time', 'acr', 'amr', 'roles', 'groups', 'entitlements', 'authorization_details'],
  ...['client', 'product', 'subscription', 'token_endpoint'],
]);

/** Every token travels in a header or a URL with each call. */
const MAXIMUM_ATTRIBUTES = 10;

export const ATTRIBUTE_NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

export function isAttributeValue(value: string): boolean {
  return /^[\x20-\x7e]{1,256}$/.test(value);
}

export function findTokenAttributeProblems(attributes: TokenAttributes): readonly string[] {
  const problems = Object.entries(attributes).flatMap(([claim, source]) => {
    const found: string[] = [];
    if (RESERVED_CLAIMS.has(claim)) found.push(`"${claim}" is a claim with a meaning of its own`);
    else if (!ATTRIBUTE_NAME.test(claim)) found.push(`"${claim}" is not a plain claim name`);
    if (source.from !== 'constant' && !ATTRIBUTE_NAME.test(source.attribute)) {
      found.push(`"${claim}" comes from ${JSON.stringify(source.attribute)}, which is not a plain attribute name`);
    }
    if (source.from === 'constant' && !isAttributeValue(source.value)) {
      found.push(`"${claim}" must be 1 to 256 printable ASCII characters`);
    }
    return found.map((problem) => `attributes: ${problem}.`);
  });
  const count = Object.keys(attributes).length;
  return count > MAXIMUM_ATTRIBUTES
    ? [...problems, `attributes: there are ${count}; a token takes at most ${MAXIMUM_ATTRIBUTES}.`]
    : problems;
}
