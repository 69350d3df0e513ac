import { describe, expect, test } from '@jest/globals';
import { DOMParser } from '@xmldom/xmldom';
import fc from 'fast-check';
import type { SoapVersion } from '#core/catalog/soap-service.ts';
import {
  faultOfAccess,
  faultOfForwarding,
  faultOfMessage,
  faultOfUnavailability,
} from '#core/soap/answer-with-fault.ts';
import { answerSoapFailure } from '#core/soap/soap-failure.ts';
import { FAULT_NAMESPACE, soapFault } from '#core/soap/soap-fault.ts';
import { SOAP_11, SOAP_12 } from '#test/support/weather-service.ts';

const detail = { error: 'insufficient_scope', requestId: 'request-1', scope: 'a b' };

function textsOf(body: string, namespace: string, name: string): readonly (string | null)[] {
  const onError = (level: string, message: string) => {
    if (level !== 'warning') throw new Error(message);
  };
  const document = new DOMParser({ onError }).parseFromString(body, 'text/xml');
  return Array.from(document.getElementsByTagNameNS(namespace, name)).map((element) => element.textContent);
}

describe('a SOAP fault', () => {
  test('SOAP 1.1 §4.4: has a code, a text and a detail, none of which is in a namespace', () => {
    const { contentType, body } = soapFault({ version: '1.1', code: 'client', reason: 'No.', detail });

    expect(contentType).toBe('text/xml; charset=utf-8');
    expect(body).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="${SOAP_11}" xmlns:t="urn:tollgate:fault"><soap:Body><soap:Fault>` +
        '<faultcode>soap:Client</faultcode><faultstring>No.</faultstring>' +
        '<detail><t:error>insufficient_scope</t:error><t:request_id>request-1</t:request_id><t:scope>a b</t:scope></detail>' +
        '</soap:Fault></soap:Body></soap:Envelope>',
    );
  });

  test('SOAP 1.2 §5.4: has a code with a subcode, a reason in English and a detail', () => {
    const { contentType, body } = soapFault({ version: '1.2', code: 'server', reason: 'Later.', detail });

    expect(contentType).toBe('application/soap+xml; charset=utf-8');
    expect(body).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="${SOAP_12}" xmlns:t="urn:tollgate:fault"><soap:Body><soap:Fault>` +
        '<soap:Code><soap:Value>soap:Receiver</soap:Value><soap:Subcode><soap:Value>t:insufficient_scope</soap:Value></soap:Subcode></soap:Code>' +
        '<soap:Reason><soap:Text xml:lang="en">Later.</soap:Text></soap:Reason>' +
        '<soap:Detail><t:error>insufficient_scope</t:error><t:request_id>request-1</t:request_id><t:scope>a b</t:scope></soap:Detail>' +
        '</soap:Fault></soap:Body></soap:Envelope>',
    );
  });

  test.each([
    ['1.1', 'client', 'soap:Client'],
    ['1.1', 'server', 'soap:Server'],
    ['1.1', 'version-mismatch', 'soap:VersionMismatch'],
    ['1.2', 'client', 'soap:Sender'],
    ['1.2', 'server', 'soap:Receiver'],
    ['1.2', 'version-mismatch', 'soap:VersionMismatch'],
  ] as const)('of SOAP %s that is the matter of %s has the code %s', (version, code, expected) => {
    expect(soapFault({ version, code, reason: 'x' }).body).toContain(`>${expected}<`);
  });

  test('says whatever text it is given, escaped, and is well-formed', () =>
    fc.assert(
      fc.property(
        fc.constantFrom<SoapVersion>('1.1', '1.2'),
        fc.string({ unit: fc.constantFrom('<', '>', '&', '"', ']', 'a', '\0', '\ud800', '\u{1f9fe}'), minLength: 1 }),
        (version, text) => {
          const escaped = { error: text, requestId: text, scope: text };
          const { body } = soapFault({ version, code: 'client', reason: text, detail: escaped });

          const [shown] = version === '1.1' ? textsOf(body, '*', 'faultstring') : textsOf(body, SOAP_12, 'Text');

          const seen = text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd');
          const normalized = (value: string | null | undefined) => value?.replace(/\r\n?/g, '\n');
          expect(normalized(shown)).toBe(normalized(seen));
          expect(normalized(textsOf(body, FAULT_NAMESPACE, 'scope')[0])).toBe(normalized(seen));
        },
      ),
      { numRuns: 50 },
    ));
});

describe('a refusal as a fault', () => {
  const context = { version: '1.1', requestId: 'request-1' } as const;

  test('RFC 6750 §3: of a token keeps its status, its challenge and its scope', () => {
    const refusal = {
      status: 403,
      challenge: 'Bearer realm="x", error="insufficient_scope"',
      error: 'insufficient_scope',
      description: 'It lacks a scope.',
      scope: 'a b',
    } as const;

    const { status, headers, body } = faultOfAccess(refusal, context);

    expect(status).toBe(403);
    expect(headers).toEqual({
      'Content-Type': 'text/xml; charset=utf-8',
      'WWW-Authenticate': 'Bearer realm="x", error="insufficient_scope"',
    });
    expect(textsOf(body, '*', 'faultcode')).toEqual(['soap:Client']);
    expect(textsOf(body, '*', 'faultstring')).toEqual(['It lacks a scope.']);
    expect(textsOf(body, FAULT_NAMESPACE, 'scope')).toEqual(['a b']);
  });

  test.each([
    [502, 'soap:Server'],
    [504, 'soap:Server'],
    [400, 'soap:Client'],
  ] as const)('of forwarding with %i keeps its status, and is %s', (status, code) => {
    const answer = faultOfForwarding({ status, error: 'bad', description: 'Bad.' }, context);

    expect(answer.status).toBe(status);
    expect(textsOf(answer.body, '*', 'faultcode')).toEqual([code]);
  });

  test('while nothing can be said is 503 and the server’s', () => {
    const answer = faultOfUnavailability('Later.', context);

    expect(answer.status).toBe(503);
    expect(textsOf(answer.body, '*', 'faultcode')).toEqual(['soap:Server']);
  });

  test.each([
    ['envelope_malformed', '1.1', 500, 'soap:Client'],
    ['envelope_malformed', '1.2', 400, 'soap:Sender'],
    ['version_unsupported', '1.2', 500, 'soap:VersionMismatch'],
    ['encoding_unsupported', '1.2', 415, 'soap:Sender'],
    ['not_post', '1.1', 405, 'soap:Client'],
  ] as const)('of a message: %s in SOAP %s is %i %s', (reason, version, status, code) => {
    const failure = { reason, detail: 'd', version } as const;

    const answer = faultOfMessage(failure, { version, requestId: 'r' });

    expect(answer.status).toBe(status);
    expect(answer.body).toContain(`>${code}<`);
    expect(answer.headers.Allow).toBe(status === 405 ? 'POST' : undefined);
    expect(answer.body).toContain(answerSoapFailure(failure, version).description);
  });
});
