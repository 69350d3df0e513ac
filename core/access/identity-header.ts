/** The `tollgate` request header, by which a backend learns who calls: a dictionary of RFC 9651 §3.2. */
import { Fault } from '../fault.ts';
import type { AccessGrant } from './authorize-request.ts';

/** One word, no hyphen: no other header name folds into it on a server that turns hyphens into underscores. */
export const IDENTITY_HEADER = 'tollgate';

/** What the header holds on a public resource: nobody has been identified. */
export const PUBLIC_IDENTITY = 'public';

export function identityHeader(grant: AccessGrant): string {
  return [
    `client=${string(grant.clientId)}`,
    `subscription=${string(grant.consumerKey)}`,
    `product=${string(grant.productId)}`,
    `project=${string(grant.projectId)}`,
    `scope=${string(grant.scopes.join(' '))}`,
  ].join(', ');
}

/** A string of RFC 9651 §3.3.3; every value here is printable ASCII by the rules of its own kind. */
function string(text: string): string {
  if (!/^[\x20-\x7e]*$/.test(text)) throw new Fault('A value of the identity header is not printable ASCII.');
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
