/** Requests to the endpoints that clients authenticate at: introspection and revocation. */
import { type HttpAnswer, type HttpRequest, http } from './http.ts';
import { type Credentials, callRegistry, localStage } from './stage-under-test.ts';

export type Authentication = Pick<Credentials, 'consumerKey' | 'consumerSecret'>;

export const basic = ({ consumerKey, consumerSecret }: Authentication) => ({
  Authorization: `Basic ${Buffer.from(`${consumerKey}:${consumerSecret}`).toString('base64')}`,
});

/** @param form parameters, or a body as it stands */
export function postForm(
  url: string,
  form: Readonly<Record<string, string>> | string,
  headers: HttpRequest['headers'] = {},
): Promise<HttpAnswer> {
  const body = typeof form === 'string' ? form : new URLSearchParams(form).toString();
  const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
  return http(url, { method: 'POST', headers: { ...type, ...headers }, body });
}

export const introspect = (client: Authentication, token: string, form: Readonly<Record<string, string>> = {}) =>
  postForm(localStage().introspectionUrl, { token, ...form }, basic(client));

export const revoke = (client: Authentication, token: string, form: Readonly<Record<string, string>> = {}) =>
  postForm(localStage().revocationUrl, { token, ...form }, basic(client));

/** What both endpoints take for no clear request, by what is wrong with it. */
export const unclearRequests: readonly (readonly [
  string,
  (url: string, client: Authentication, token: string) => Promise<HttpAnswer>,
])[] = [
  ['no token', (url, client) => postForm(url, 'token_type_hint=access_token', basic(client))],
  ['an empty token', (url, client) => postForm(url, 'token=', basic(client))],
  ['an empty body', (url, client) => postForm(url, '', basic(client))],
  ['the token twice', (url, client, token) => postForm(url, `token=${token}&token=${token}`, basic(client))],
  [
    'the hint twice',
    (url, client, token) => postForm(url, `token=${token}&token_type_hint=a&token_type_hint=b`, basic(client)),
  ],
  ['the token in the query', (url, client, token) => postForm(`${url}?token=${token}`, 'a=1', basic(client))],
  ['the token in both', (url, client, token) => postForm(`${url}?token=${token}`, { token }, basic(client))],
  [
    'a JSON body',
    (url, client, token) =>
      postForm(url, JSON.stringify({ token }), { ...basic(client), 'Content-Type': 'application/json' }),
  ],
  [
    'two ways of authentication',
    (url, client, token) =>
      postForm(url, { token, client_id: client.consumerKey, client_secret: client.consumerSecret }, basic(client)),
  ],
  [
    'two Authorization headers',
    (url, client, token) => {
      const { Authorization } = basic(client);
      const host = new URL(url).host;
      const type = 'application/x-www-form-urlencoded';
      const headers = ['Host', host, 'Content-Type', type, 'Authorization', Authorization, 'Authorization', 'Basic x'];
      return http(url, { method: 'POST', headers, body: `token=${token}` });
    },
  ],
];

/** What authenticates nobody. */
export const strangers: readonly (readonly [string, (client: Authentication) => HttpRequest['headers']])[] = [
  ['no credentials', () => ({})],
  ['a wrong secret', ({ consumerKey }) => basic({ consumerKey, consumerSecret: `tgs_${'0'.repeat(49)}` })],
  ['an unknown key', ({ consumerSecret }) => basic({ consumerKey: `tgk_${'0'.repeat(22)}`, consumerSecret })],
  ['a malformed header', () => ({ Authorization: 'Basic ?' })],
  ['another scheme', ({ consumerSecret }) => ({ Authorization: `Bearer ${consumerSecret}` })],
];

/** Disables the client of a subscription that nobody has used yet, so that no copy of it is kept anywhere. */
export async function disableClient({ clientId }: Credentials): Promise<void> {
  await change(`/clients/${clientId}`, 'PATCH', { status: 'disabled' });
}

/** Lets a subscription end in a moment; @returns once it has been accepted */
export async function endSubscription({ consumerKey }: Credentials): Promise<void> {
  const expiresAt = new Date(Date.now() + 300).toISOString();
  await change(`/subscriptions/${consumerKey}`, 'PATCH', { expiresAt });
}

async function change(resource: string, method: string, body: object): Promise<void> {
  const answer = await callRegistry(method, resource, { body: JSON.stringify(body), headers: { 'if-match': '*' } });
  if (answer.status >= 300) throw new Error(`${method} ${resource}: ${answer.status} ${answer.text}`);
}

/** The order of the group of P-256. */
const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

/** The same token with the other signature that ECDSA has for it: (r, n − s). */
export function mirrored(token: string): string {
  const [header, payload, signature = ''] = token.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  const s = ORDER - BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  const other = Buffer.concat([bytes.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]);
  return [header, payload, other.toString('base64url')].join('.');
}

/** Other spellings of the very same bytes, and what is not quite the token. */
export function respelled(token: string): readonly (readonly [string, string])[] {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const next = (text: string) => `${text.slice(0, -1)}${String.fromCharCode(text.charCodeAt(text.length - 1) + 1)}`;
  const spellings = [
    ['padding', `${token}==`],
    ['spare bits', next(token)],
    ['a space', ` ${token}`],
    ['a line break', `${token}\n`],
    ['"Bearer" before it', `Bearer ${token}`],
    ['the standard alphabet', [header, payload, signature.replaceAll('-', '+').replaceAll('_', '/')].join('.')],
  ] as const;
  // One signature in fifteen is the same in both alphabets.
  return spellings.filter(([, text]) => text !== token);
}
