import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { clientAssertions } from '#adapters/jwt/client-assertions.ts';
import { readClientAssertion } from '#core/oauth/client-assertion.ts';
import { type AssertionChanges, anAssertion, ecKeyPair } from '../../support/client-assertions.ts';
import { CONSUMER_KEY, ISSUER, NOW } from '../../support/token-world.ts';

const pair = ecKeyPair();
const seconds = NOW / 1_000;
const of = { consumerKey: CONSUMER_KEY, issuer: ISSUER, now: NOW };

function read(assertion: string, clientId?: string, now = NOW) {
  const outcome = readClientAssertion(assertion, clientAssertions, { issuer: ISSUER, clientId, now });
  return outcome.ok ? outcome.value : outcome.failure.reason;
}

describe('RFC 7523 §3: an assertion', () => {
  test('is read, before its signature is looked at', () => {
    const assertion = anAssertion(pair, of, { header: { kid: 'k' }, claims: { jti: 'j' } });

    expect(read(assertion)).toEqual({
      consumerKey: CONSUMER_KEY,
      kid: 'k',
      algorithm: 'ES256',
      assertionId: 'j',
      endsAt: seconds + 60 + 30,
    });
  });

  test.each<[string, AssertionChanges]>([
    ['no typ', { header: { typ: undefined } }],
    ['typ in lower case', { header: { typ: 'jwt' } }],
    ['the typ of client assertions', { header: { typ: 'client-authentication+jwt' } }],
    ['typ with application/', { header: { typ: 'application/JWT' } }],
    ['a key in its header, which nobody looks at', { header: { jwk: pair.jwk, jku: 'https://x', x5c: ['x'] } }],
    ['neither iat nor nbf', { claims: { iat: undefined } }],
    ['nbf 30 s ahead', { claims: { nbf: seconds + 30 } }],
    ['iat 30 s ahead', { claims: { iat: seconds + 30 } }],
    ['an end 29 s ago', { claims: { exp: seconds - 29 } }],
    ['an end in an hour', { claims: { exp: seconds + 3_600 + 30 } }],
    ['a long id', { claims: { jti: 'j'.repeat(256) } }],
    ['unknown claims and members', { header: { x: 1 }, claims: { x: 1 } }],
  ])('is fine with %s', (_, changes) => {
    expect(read(anAssertion(pair, of, changes))).toMatchObject({ consumerKey: CONSUMER_KEY });
  });

  test('RFC 7521 §4.2: goes with the client_id of its client, and with no other', () => {
    expect(read(anAssertion(pair, of), CONSUMER_KEY)).toMatchObject({ consumerKey: CONSUMER_KEY });
    expect(read(anAssertion(pair, of), `${CONSUMER_KEY.slice(0, -1)}x`)).toBe('assertion_of_another_client');
  });

  test.each<[string, AssertionChanges, string]>([
    ['alg none', { header: { alg: 'none' } }, 'assertion_algorithm_unsupported'],
    ['HS256', { header: { alg: 'HS256' } }, 'assertion_algorithm_unsupported'],
    ['PS256', { header: { alg: 'PS256' } }, 'assertion_algorithm_unsupported'],
    ['ES384', { header: { alg: 'ES384' } }, 'assertion_algorithm_unsupported'],
    ['alg in lower case', { header: { alg: 'es256' } }, 'assertion_algorithm_unsupported'],
    ['no alg', { header: { alg: undefined } }, 'assertion_algorithm_unsupported'],
    ['alg that is a list', { header: { alg: ['ES256'] } }, 'assertion_algorithm_unsupported'],
    ['a kid that is a list', { header: { kid: ['k'] } }, 'assertion_malformed'],
    ['the typ of access tokens', { header: { typ: 'at+jwt' } }, 'assertion_type_wrong'],
    ['a typ that is no text', { header: { typ: 1 } }, 'assertion_type_wrong'],
    ['a typ that is a list', { header: { typ: ['JWT'] } }, 'assertion_type_wrong'],
    ['a typ that only begins so', { header: { typ: 'JWTx' } }, 'assertion_type_wrong'],
    ['a typ that only ends so', { header: { typ: 'xJWT' } }, 'assertion_type_wrong'],
    ['crit', { header: { crit: ['exp'] } }, 'assertion_type_wrong'],
    ['b64', { header: { b64: false } }, 'assertion_type_wrong'],
    ['no audience', { claims: { aud: undefined } }, 'assertion_audience_wrong'],
    ['another audience', { claims: { aud: 'https://other.example' } }, 'assertion_audience_wrong'],
    ['the token endpoint as audience', { claims: { aud: `${ISSUER}/AccessToken` } }, 'assertion_audience_wrong'],
    ['a slash behind the audience', { claims: { aud: `${ISSUER}/` } }, 'assertion_audience_wrong'],
    ['a list of audiences, of this server alone', { claims: { aud: [ISSUER] } }, 'assertion_audience_wrong'],
    ['a list with another server', { claims: { aud: [ISSUER, 'https://other.example'] } }, 'assertion_audience_wrong'],
    ['no issuer', { claims: { iss: undefined } }, 'assertion_claims_malformed'],
    ['another issuer', { claims: { iss: ISSUER } }, 'assertion_claims_malformed'],
    ['no subject', { claims: { sub: undefined } }, 'assertion_claims_malformed'],
    ['another subject', { claims: { sub: 'tgk_0000000000000000000000' } }, 'assertion_claims_malformed'],
    ['a subject that no client has', { claims: { iss: 'acme', sub: 'acme' } }, 'assertion_claims_malformed'],
    ['no id', { claims: { jti: undefined } }, 'assertion_claims_malformed'],
    ['an empty id', { claims: { jti: '' } }, 'assertion_claims_malformed'],
    ['an id that is a number', { claims: { jti: 1 } }, 'assertion_claims_malformed'],
    ['an id that is too long', { claims: { jti: 'j'.repeat(257) } }, 'assertion_claims_malformed'],
    ['half a character for an id', { claims: { jti: '\ud800' } }, 'assertion_claims_malformed'],
    ['no end', { claims: { exp: undefined } }, 'assertion_claims_malformed'],
    ['an end that is a text', { claims: { exp: `${seconds + 60}` } }, 'assertion_claims_malformed'],
    ['a negative end', { claims: { exp: -1 } }, 'assertion_claims_malformed'],
    ['an iat that is a text', { claims: { iat: '1' } }, 'assertion_claims_malformed'],
    ['an nbf that is null', { claims: { nbf: null } }, 'assertion_claims_malformed'],
    ['an end 30 s ago', { claims: { exp: seconds - 30 } }, 'assertion_expired'],
    ['nbf 31 s ahead', { claims: { nbf: seconds + 31 } }, 'assertion_not_yet_valid'],
    ['iat 31 s ahead', { claims: { iat: seconds + 31 } }, 'assertion_not_yet_valid'],
    ['an end in more than an hour', { claims: { exp: seconds + 3_631 } }, 'assertion_lifetime_too_long'],
  ])('is refused with %s', (_, changes, reason) => {
    expect(read(anAssertion(pair, of, changes))).toBe(reason);
  });

  test('has 8,192 characters at most', () => {
    const inputs = [0, 1, 2, 3].map((count) => {
      const [header, claims] = anAssertion(pair, of, { claims: { jti: 'j'.repeat(count + 1) } }).split('.');
      return `${header}.${claims}.`;
    });
    // Neither of both lengths may leave a signature of four and one characters, which no bytes have.
    const input = inputs.find(({ length }) => (8_192 - length) % 4 === 2) ?? '';
    const ofLength = (length: number) => `${input}${'A'.repeat(length - input.length)}`;

    expect(read(ofLength(8_192))).toMatchObject({ consumerKey: CONSUMER_KEY });
    expect(read(ofLength(8_193))).toBe('assertion_malformed');
  });

  test('with an infinite end is refused', () => {
    const claims = `{"iss":"${CONSUMER_KEY}","sub":"${CONSUMER_KEY}","aud":"${ISSUER}","jti":"j","exp":1e400}`;
    const parts = ['{"alg":"ES256"}', claims, 'xxx'].map((part) => Buffer.from(part).toString('base64url'));

    expect(read(parts.join('.'))).toBe('assertion_claims_malformed');
  });

  test.each([
    ['nothing', ''],
    ['two parts', 'a.b'],
    ['five parts', 'AA.AA.AA.AA.AA'],
    ['padding', `${anAssertion(pair, of)}=`],
    ['a blank behind it', `${anAssertion(pair, of)} `],
    ['a line behind it', `${anAssertion(pair, of)}\n`],
    ['no signature', anAssertion(pair, of).replace(/[^.]+$/, '')],
    ['spare bits', `${anAssertion(pair, of).slice(0, -1)}B`],
    ['a header that is a list', `${Buffer.from('[1]').toString('base64url')}.e30.AA`],
    ['claims that are no JSON', `${Buffer.from('{"alg":"ES256"}').toString('base64url')}.AAAA.AA`],
    ['claims that are no UTF-8', `${Buffer.from('{"alg":"ES256"}').toString('base64url')}.-_-_.AA`],
    ['9,000 characters', `${'A'.repeat(9_000)}.AAAA.AAAA`],
    ['100,000 dots', '.'.repeat(100_000)],
  ])('that is %s is malformed', (_, assertion) => {
    expect(read(assertion)).toBe('assertion_malformed');
  });

  test('never makes anything throw, whatever it is', () => {
    const json = fc.json().map((text) => Buffer.from(text).toString('base64url'));
    const claims = fc
      .record({
        iss: fc.jsonValue(),
        sub: fc.jsonValue(),
        aud: fc.jsonValue(),
        exp: fc.jsonValue(),
        jti: fc.jsonValue(),
      })
      .map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'));
    const parts = fc.tuple(json, fc.oneof(json, claims), fc.base64String());
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          parts.map((all) => all.join('.')),
        ),
        (assertion) => {
          expect(typeof read(assertion)).toBe('string');
        },
      ),
    );
  });
});
