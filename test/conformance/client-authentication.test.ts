import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Authentication, basic, disableClient, endSubscription, postForm } from '../support/client-requests.ts';
import { eventually } from '../support/eventually.ts';
import { http } from '../support/http.ts';
import { type Credentials, localStage, requestToken, subscribe } from '../support/stage-under-test.ts';
import { WRONG_SECRET } from '../support/token-world.ts';

let client: Credentials;
beforeAll(async () => {
  client = await subscribe(['tickets-2.0']);
});

const GRANT = { grant_type: 'client_credentials' };
const UNKNOWN_KEY = `tgk_${'0'.repeat(22)}`;
const authorize = (authorization: string, form: Readonly<Record<string, string>> = {}) =>
  postForm(localStage().tokenUrl, { ...GRANT, ...form }, { Authorization: authorization });
const basicOf = (text: string | Buffer) => `Basic ${Buffer.from(text).toString('base64')}`;
const inBody = ({ consumerKey: client_id, consumerSecret: client_secret }: Authentication) => ({
  client_id,
  client_secret,
});
const withKey = (change: (key: string) => string) => ({ ...client, consumerKey: change(client.consumerKey) });
const withSecret = (change: (secret: string) => string) => ({
  ...client,
  consumerSecret: change(client.consumerSecret),
});
const escaped = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

/** API Gateway renames the header of a Lambda integration; the embedded host does as it does. */
const CHALLENGED = {
  status: 401,
  json: { error: 'invalid_client' },
  headers: { 'x-amzn-remapped-www-authenticate': 'Basic realm="tollgate", charset="UTF-8", error="invalid_client"' },
};

describe('RFC 6749 §2.3.1: right credentials', () => {
  test.each([
    ['the scheme in lower case', () => basic(client).Authorization.replace('Basic', 'basic')],
    ['the scheme in capitals', () => basic(client).Authorization.replace('Basic', 'BASIC')],
    ['every byte percent-encoded', () => basicOf(`${escaped(client.consumerKey)}:${escaped(client.consumerSecret)}`)],
  ])('are accepted in Basic with %s', async (_, authorization) => {
    expect((await authorize(authorization())).status).toBe(200);
  });

  test('are accepted in Basic beside the same client_id in the body', async () => {
    expect((await authorize(basic(client).Authorization, { client_id: client.consumerKey })).status).toBe(200);
  });

  test('mean the same to clients that form-encode Basic and to those that do not', () => {
    for (const text of [client.consumerKey, client.consumerSecret]) {
      expect(new URLSearchParams({ text }).toString()).toBe(`text=${text}`);
    }
  });
});

describe('RFC 6749 §5.2: wrong credentials are 401 invalid_client', () => {
  test.each<[string, () => Authentication]>([
    ['a wrong secret', () => ({ ...client, consumerSecret: WRONG_SECRET })],
    ['an unknown key', () => withKey(() => UNKNOWN_KEY)],
    ['the secret without its end', () => withSecret((secret) => secret.slice(0, -1))],
    ['the secret with something behind it', () => withSecret((secret) => `${secret}x`)],
    ['the secret in capitals', () => withSecret((secret) => secret.toUpperCase())],
    ['a space before the secret', () => withSecret((secret) => ` ${secret}`)],
    ['a line break behind the secret', () => withSecret((secret) => `${secret}\n`)],
    ['NUL behind the secret', () => withSecret((secret) => `${secret}\0`)],
    ['the key without its end', () => withKey((key) => key.slice(0, -1))],
    ['the key in capitals', () => withKey((key) => key.toUpperCase())],
    ['a space behind the key', () => withKey((key) => `${key} `)],
    ['NUL behind the key', () => withKey((key) => `${key}\0`)],
    ['a key of one character', () => withKey(() => 'a')],
    ['a key of 2,049 characters', () => withKey(() => 'a'.repeat(2_049))],
    ['a key of 4,000 characters', () => withKey(() => 'a'.repeat(4_000))],
    ['an emoji for a key', () => withKey(() => '😀')],
    ['spaces for a key', () => withKey(() => '   ')],
  ])('%s, in Basic and in the body', async (_, credentials) => {
    expect(await requestToken(credentials())).toMatchObject(CHALLENGED);
    expect(await postForm(localStage().tokenUrl, { ...GRANT, ...inBody(credentials()) })).toMatchObject(CHALLENGED);
  });

  test.each([
    ['the scheme alone', 'Basic'],
    ['what is not base64', 'Basic ?'],
    ['no colon', basicOf('abc')],
    ['an empty key', basicOf(':secret')],
    ['an empty secret', basicOf('key:')],
    ['bytes that are not UTF-8', basicOf(Buffer.from([0xff, 0x3a, 0x61]))],
    ['a broken escape', basicOf('key:%2')],
  ])('Basic with %s', async (_, authorization) => {
    expect(await authorize(authorization)).toMatchObject(CHALLENGED);
  });

  test.each(['Bearer', 'Digest', 'Negotiate', 'Basicx'])('the scheme %s, with the right secret', async (scheme) => {
    expect(await authorize(`${scheme} ${client.consumerSecret}`)).toMatchObject(CHALLENGED);
  });

  test('a key without a secret', async () => {
    expect(await postForm(localStage().tokenUrl, { ...GRANT, client_id: client.consumerKey })).toMatchObject(
      CHALLENGED,
    );
    expect(
      await postForm(localStage().tokenUrl, { ...GRANT, client_id: client.consumerKey, client_secret: '' }),
    ).toMatchObject(CHALLENGED);
  });

  test('a disabled client, by the very bytes that an unknown key is refused with', async () => {
    const disabled = await subscribe(['tickets-2.0']);
    await disableClient(disabled);
    const answers = [
      await requestToken(disabled),
      await requestToken({ ...disabled, consumerSecret: WRONG_SECRET }),
      await requestToken({ ...disabled, consumerKey: UNKNOWN_KEY }),
    ];

    for (const answer of answers) expect(answer).toMatchObject(CHALLENGED);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });

  test('a refusal leaves 25 ms after its request came, and no sooner, whatever its reason', async () => {
    const { tokenUrl, introspectionUrl, revocationUrl } = localStage();
    const strangers = [{ ...client, consumerSecret: WRONG_SECRET }, withKey(() => UNKNOWN_KEY), withSecret(() => 'x')];

    for (const url of [tokenUrl, introspectionUrl, revocationUrl]) {
      for (const stranger of strangers) {
        const started = performance.now();
        const { status } = await postForm(url, { ...GRANT, token: 'x' }, basic(stranger));

        expect(status).toBe(401);
        expect(performance.now() - started).toBeGreaterThanOrEqual(25);
      }
    }
  });

  test('an expired client, by the very bytes that an unknown key is refused with', async () => {
    const expiring = await subscribe(['tickets-2.0']);
    await endSubscription(expiring);
    const unknown = await requestToken({ ...expiring, consumerKey: UNKNOWN_KEY });

    await eventually(async () => expect(await requestToken(expiring)).toMatchObject(CHALLENGED));
    expect((await requestToken(expiring)).text).toBe(unknown.text);
    expect((await requestToken({ ...expiring, consumerSecret: WRONG_SECRET })).text).toBe(unknown.text);
  });

  test.each([
    ['an unknown type', 'urn:example:unknown', 'a.b.c'],
    ['alg none', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', 'eyJhbGciOiJub25lIn0.e30.'],
  ])('RFC 7521 §4.2: a client assertion with %s is not ignored', async (_, client_assertion_type, client_assertion) => {
    const assertion = { client_id: client.consumerKey, client_assertion_type, client_assertion };
    expect(await postForm(localStage().tokenUrl, { ...GRANT, ...assertion })).toMatchObject(CHALLENGED);
    // Beside right credentials it is a second method.
    expect((await authorize(basic(client).Authorization, assertion)).status).toBe(400);
    expect((await postForm(localStage().tokenUrl, { ...GRANT, ...assertion, ...inBody(client) })).status).toBe(400);
  });
});

describe('RFC 6749 §2.3: one method of authentication in one request', () => {
  const right = () => client;
  const wrong = () => ({ ...client, consumerSecret: WRONG_SECRET });
  test.each([
    ['both right', right, right],
    ['a wrong one in Basic', wrong, right],
    ['a wrong one in the body', right, wrong],
  ])('Basic and a secret in the body are refused, %s', async (_, header, body) => {
    expect(await authorize(basic(header()).Authorization, inBody(body()))).toMatchObject({
      status: 400,
      json: { error: 'invalid_request' },
    });
  });

  test('Basic and another client_id in the body are refused', async () => {
    expect(await authorize(basic(client).Authorization, { client_id: UNKNOWN_KEY })).toMatchObject({
      status: 400,
      json: { error: 'invalid_request' },
    });
  });

  test('another scheme and a right secret in the body are refused', async () => {
    expect(await authorize('Bearer x', inBody(client))).toMatchObject({
      status: 400,
      json: { error: 'invalid_request' },
    });
  });

  test('two Authorization headers are refused, in either order', async () => {
    const both = [basic(client).Authorization, basic(wrong()).Authorization];
    const { host } = new URL(localStage().tokenUrl);
    for (const [first = '', second = ''] of [both, both.toReversed()]) {
      const type = ['Host', host, 'Content-Type', 'application/x-www-form-urlencoded'];
      const headers = [...type, 'Authorization', first, 'Authorization', second];
      const answer = await http(localStage().tokenUrl, {
        method: 'POST',
        headers,
        body: 'grant_type=client_credentials',
      });
      expect(answer).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
    }
  });

  test('a header of 16 KB is refused, and the server lives on', async () => {
    const { status } = await authorize(basicOf(`${client.consumerKey}:${'s'.repeat(12_000)}`));

    expect([status >= 400, status < 500]).toEqual([true, true]);
    expect((await requestToken(client)).status).toBe(200);
  });
});
