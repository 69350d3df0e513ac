import { describe, expect, test } from '@jest/globals';
import { readEnvelope, type SoapRequest } from '#adapters/soap/read-envelope.ts';
import { envelope, GET_FORECAST, SET_FORECAST, SOAP_11, SOAP_12, WEATHER } from '#test/support/weather-service.ts';

type Sent = Omit<Partial<SoapRequest>, 'body'>;

function read(body: string | Buffer, sent: Sent = {}) {
  return readEnvelope({
    contentTypes: ['text/xml; charset=utf-8'],
    contentEncodings: [],
    soapActions: [],
    ...sent,
    body: Buffer.from(body),
  });
}

/** The local name of the element in the body, or why there is none. */
function outcome(body: string | Buffer, sent?: Sent): string | null {
  const result = read(body, sent);
  if (!result.ok) return result.failure.reason;
  const { bodyElement } = result.value;
  return bodyElement === null
    ? null
    : bodyElement.namespace === WEATHER
      ? bodyElement.name
      : JSON.stringify(bodyElement);
}

const typed = (contentType: string): Sent => ({ contentTypes: [contentType] });
const soap12 = typed('application/soap+xml; charset=utf-8');

describe('a message', () => {
  test('is what stands in the body, with the action as it was sent', () => {
    const soapActions = ['"urn:weather/GetForecast"'];

    expect(read(envelope(GET_FORECAST), { soapActions })).toEqual({
      ok: true,
      value: {
        version: '1.1',
        action: 'urn:weather/GetForecast',
        addressedAction: undefined,
        bodyElement: { namespace: WEATHER, name: 'GetForecast' },
      },
    });
  });

  test('of SOAP 1.2 has its action in the content type', () => {
    const sent = typed('application/soap+xml;charset=UTF-8;action="urn:weather/GetForecast"');

    expect(read(envelope(GET_FORECAST, SOAP_12), sent)).toMatchObject({
      value: { version: '1.2', action: 'urn:weather/GetForecast', bodyElement: { name: 'GetForecast' } },
    });
  });

  test.each<[string, readonly string[], string | undefined]>([
    ['none', [], undefined],
    ['an empty one', [''], undefined],
    ['an empty one in quotes', ['""'], undefined],
    ['the one that zeep sends for none', ['"None"'], undefined],
    ['one without quotes', [' urn:a '], 'urn:a'],
    ['the same one twice', ['"urn:a"', 'urn:a'], 'urn:a'],
  ])('may have %s for its SOAPAction', (_, soapActions, action) => {
    expect(read(envelope(GET_FORECAST), { soapActions })).toMatchObject({ value: { action } });
  });

  test('that names several actions is refused, wherever they stand', () => {
    const both = { ...typed('text/xml; action="urn:a"'), soapActions: ['"urn:b"'] };

    expect(outcome(envelope(GET_FORECAST), { soapActions: ['"urn:a"', '"urn:b"'] })).toBe('several_actions');
    expect(outcome(envelope(GET_FORECAST), both)).toBe('several_actions');
  });

  test.each([['http://www.w3.org/2005/08/addressing'], ['http://schemas.xmlsoap.org/ws/2004/08/addressing']])(
    'has the action that its header holds in %s',
    (namespace) => {
      const action = (text: string) => `<a:Action xmlns:a="${namespace}" s:mustUnderstand="1">${text}</a:Action>`;
      const withHeader = (content: string) =>
        `<s:Envelope xmlns:s="${SOAP_11}"><s:Header><x/>${content}</s:Header><s:Body>${GET_FORECAST}</s:Body></s:Envelope>`;

      expect(read(withHeader(action(' urn:<![CDATA[a]]>&#x2f;b ')))).toMatchObject({
        value: { addressedAction: 'urn:a/b' },
      });
      expect(outcome(withHeader(action('urn:a') + action('urn:a')))).toBe('GetForecast');
      expect(outcome(withHeader(action('urn:a') + action('urn:b')))).toBe('several_actions');
      expect(outcome(withHeader(action('urn:<b/>a')))).toBe('envelope_malformed');
      expect(read(withHeader('<Action>urn:a</Action>'))).toMatchObject({ value: { addressedAction: undefined } });
    },
  );
});

describe('the element in the body', () => {
  test.each<[string, string, string | null]>([
    ['is found by a prefix', envelope(`<w:GetForecast xmlns:w="${WEATHER}"/>`), 'GetForecast'],
    [
      'is found with the envelope in the default namespace',
      `<Envelope xmlns="${SOAP_11}"><Body><GetForecast xmlns="${WEATHER}"/></Body></Envelope>`,
      'GetForecast',
    ],
    [
      'is found after comments and blanks',
      `<!-- <s:Body> -->${envelope(`\n<!-- ${SET_FORECAST} -->\r\n${GET_FORECAST}\t`)}<!-- -->`,
      'GetForecast',
    ],
    ['is none of an empty body', envelope(''), null],
    ['is none of a closed body', `<s:Envelope xmlns:s="${SOAP_11}"><s:Body/></s:Envelope>`, null],
    [
      'is of the namespace that its prefix has there',
      `<s:Envelope xmlns:s="${SOAP_11}" xmlns:w="${WEATHER}"><s:Body xmlns:w="urn:other"><w:GetForecast/></s:Body></s:Envelope>`,
      '{"namespace":"urn:other","name":"GetForecast"}',
    ],
    [
      'is of the namespace that it declares itself',
      envelope(`<w:GetForecast xmlns:w="urn:other"/>`).replace('<s:Body>', `<s:Body xmlns:w="${WEATHER}">`),
      '{"namespace":"urn:other","name":"GetForecast"}',
    ],
    ['is in no namespace without a declaration', envelope('<GetForecast/>'), '{"namespace":"","name":"GetForecast"}'],
    [
      'is in no namespace where the default one was taken away',
      `<Envelope xmlns="${SOAP_11}"><Body><GetForecast xmlns=""/></Body></Envelope>`,
      '{"namespace":"","name":"GetForecast"}',
    ],
    ['is the outer one', envelope(`<GetForecast xmlns="${WEATHER}">${SET_FORECAST}</GetForecast>`), 'GetForecast'],
    [
      'is not what stands in the header',
      `<s:Envelope xmlns:s="${SOAP_11}"><s:Header>${SET_FORECAST}<s:Body>${SET_FORECAST}</s:Body></s:Header><s:Body>${GET_FORECAST}</s:Body></s:Envelope>`,
      'GetForecast',
    ],
    [
      'is not what stands in a CDATA section of it',
      envelope(`<GetForecast xmlns="${WEATHER}"><![CDATA[</GetForecast>${SET_FORECAST}]]></GetForecast>`),
      'GetForecast',
    ],
  ])('%s', (_, body, expected) => {
    expect(outcome(body)).toBe(expected);
  });

  test('must be one', () => {
    expect(outcome(envelope(GET_FORECAST + SET_FORECAST))).toBe('several_body_elements');
    expect(outcome(envelope(`${GET_FORECAST}<a id="1" soapenc:root="0" xmlns:soapenc="urn:x"/>`))).toBe(
      'several_body_elements',
    );
  });
});

describe('an envelope is refused', () => {
  const body = `<s:Body>${GET_FORECAST}</s:Body>`;
  const around = (content: string) => `<s:Envelope xmlns:s="${SOAP_11}">${content}</s:Envelope>`;

  test.each([
    ['with a second body', around(body + body)],
    ['with a body in an envelope in its body', around(body) + around(body)],
    ['with a header after the body', around(`${body}<s:Header/>`)],
    ['with two headers', around(`<s:Header/><s:Header/>${body}`)],
    ['with something after the body', around(`${body}<x/>`)],
    ['with something before the body', around(`<x/>${body}`)],
    ['with a body of another namespace', around(`<Body>${GET_FORECAST}</Body>`)],
    ['with a body of the other version', around(`<s:Body xmlns:s="${SOAP_12}">${GET_FORECAST}</s:Body>`)],
    ['with a body in its header alone', around(`<s:Header>${body}</s:Header>`)],
    ['with text beside the body', around(`x${body}`)],
    ['with text beside what stands in the body', envelope(`x${GET_FORECAST}`)],
    ['with a CDATA section beside it', envelope(`<![CDATA[${SET_FORECAST}]]>${GET_FORECAST}`)],
    ['with escaped text beside it', envelope(`&lt;SetForecast/&gt;${GET_FORECAST}`)],
    ['without a body', around('<s:Header/>')],
    ['that is something else', `<Envelop xmlns="${SOAP_11}"/>`],
    ['that is nothing', ''],
    ['that is blank', ' \n'],
    ['that is JSON', '{"a":1}'],
    ['that breaks off', around(body).slice(0, -1)],
    ['that breaks off in a comment', `${around(body)}<!-- `],
    ['that goes on', `${around(body)}x`],
    ['with tags that cross', envelope('<a><b></a></b>')],
    ['with an unknown entity', envelope('<a>&forecast;</a>')],
    ['with an entity that is a property of objects', envelope('<a>&constructor;</a>')],
    ['with an unbound prefix', envelope('<w:GetForecast/>')],
    ['with a prefix that is a property of objects', envelope('<constructor:GetForecast/>')],
    ['with a prefix bound to nothing', envelope(`<w:GetForecast xmlns:w=""/>`)],
    ['with blanks in a namespace', envelope(`<w:GetForecast xmlns:w=" ${WEATHER}"/>`)],
    ['with an attribute twice', envelope('<a b="1" b="2"/>')],
    ['with an attribute twice by two prefixes', envelope('<a xmlns:x="urn:x" xmlns:y="urn:x" x:b="1" y:b="2"/>')],
    ['with a tag in an attribute', envelope('<a b="<c/>"/>')],
    ['with a NUL', envelope('<a>\0</a>')],
    ['with a reference to a NUL', envelope('<a>&#0;</a>')],
    ['with a processing instruction', `<?x y?>${around(body)}`],
    ['with a processing instruction in its body', envelope(`<?x y?>${GET_FORECAST}`)],
    ['with a declaration that is not at its start', ` <?xml version="1.0"?>${around(body)}`],
    ['in XML 1.1, whose line ends are others', `<?xml version="1.1"?>${around(body)}`],
    ['with a document type inside', around(`<!DOCTYPE x>${body}`)],
  ])('as malformed: %s', (_, text) => {
    expect(outcome(text)).toBe('envelope_malformed');
  });

  test.each([
    '<!DOCTYPE x>',
    '<!DOCTYPE x SYSTEM "http://a.example/x.dtd">',
    '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
  ])('for its document type: %s', (doctype) => {
    expect(outcome(doctype + envelope(GET_FORECAST))).toBe('doctype');
  });

  test('of the other version than the content type says, or of none', () => {
    expect(outcome(envelope(GET_FORECAST, SOAP_12))).toBe('version_differs');
    expect(outcome(envelope(GET_FORECAST), soap12)).toBe('version_differs');
    expect(outcome(envelope(GET_FORECAST, 'urn:soap'))).toBe('version_differs');
  });

  test('told where it went wrong, in few words', () => {
    const result = read(envelope(`<a xmlns:b="c"><${'x'.repeat(10_000)}:d/></a>`));

    expect(result).toMatchObject({
      failure: { detail: expect.stringMatching(/^1:\d+: unbound namespace prefix: "x{100,200}$/) },
    });
  });
});

describe('a content type', () => {
  test.each([
    [[]],
    [['application/json']],
    [['text/plain']],
    [['text/xml', 'text/xml']],
    [['text/xml,application/soap+xml']],
    [['application/xml']],
  ])('%j is none of SOAP', (contentTypes) => {
    expect(outcome(envelope(GET_FORECAST), { contentTypes })).toBe('content_type_unsupported');
  });

  test('says nothing of a compressed body', () => {
    expect(outcome(envelope(GET_FORECAST), { contentEncodings: ['gzip'] })).toBe('encoding_unsupported');
    expect(outcome(envelope(GET_FORECAST), { contentEncodings: ['identity'] })).toBe('GetForecast');
  });
});

describe('an encoding', () => {
  const declared = (encoding: string) =>
    `<?xml version="1.0" encoding="${encoding}"?>${envelope(`<!-- ü -->${GET_FORECAST}`)}`;
  const plain = envelope(GET_FORECAST);
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

  test.each<[string, Buffer, string]>([
    ['UTF-8, which needs no word', Buffer.from(declared('utf-8')), 'text/xml'],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${declared('UTF-8')}`), 'text/xml; charset="UTF-8"'],
    ['ASCII', Buffer.from(plain), 'text/xml; charset=us-ascii'],
    ['UTF-16 with a byte order mark', utf16(declared('utf-16')), 'text/xml; charset=utf-16'],
    ['UTF-16 by its byte order mark alone', utf16(plain), 'text/xml'],
    ['UTF-16 with the greater byte first', utf16(declared('UTF-16')).swap16(), 'text/xml; charset=utf-16'],
    ['UTF-16 by its charset', utf16(plain).subarray(2), 'text/xml; charset=utf-16le'],
    ['ISO-8859-1 by its declaration', Buffer.from(declared('ISO-8859-1'), 'latin1'), 'text/xml'],
    ['ISO-8859-1 by both', Buffer.from(declared('iso-8859-1'), 'latin1'), 'text/xml; charset=ISO-8859-1'],
  ])('is taken: %s', (_, bytes, contentType) => {
    expect(outcome(bytes, typed(contentType))).toBe('GetForecast');
  });

  test.each<[string, Buffer, string]>([
    ['UTF-7, which hides tags', Buffer.from(plain.replace(/</g, '+ADw-')), 'text/xml; charset=utf-7'],
    ['UTF-7 by its declaration', Buffer.from(declared('utf-7')), 'text/xml'],
    ['EBCDIC', Buffer.from(plain), 'text/xml; charset=IBM037'],
    ['windows-1252', Buffer.from(declared('windows-1252'), 'latin1'), 'text/xml'],
    ['UTF-8 that is none', Buffer.from(declared('utf-8'), 'latin1'), 'text/xml'],
    [
      'UTF-8 with an overlong <',
      Buffer.concat([Buffer.from(plain), Buffer.from([0xc0, 0xbc])]),
      'text/xml; charset=utf-8',
    ],
    [
      'UTF-8 with half of a surrogate pair',
      Buffer.concat([Buffer.from(plain), Buffer.from([0xed, 0xa0, 0x80])]),
      'text/xml',
    ],
    ['ASCII with other bytes', Buffer.from(declared('us-ascii')), 'text/xml; charset=us-ascii'],
    ['UTF-16 without a byte order', utf16(plain).subarray(2), 'text/xml; charset=utf-16'],
    ['UTF-16 with an odd byte', Buffer.concat([utf16(plain), Buffer.from('a')]), 'text/xml'],
    ['UTF-16 of the other order', utf16(plain), 'text/xml; charset=utf-16be'],
    ['a mark of UTF-16 where the charset says UTF-8', utf16(plain), 'text/xml; charset=utf-8'],
    ['a mark of UTF-8 where the charset says UTF-16', Buffer.from(`\ufeff${plain}`), 'text/xml; charset=utf-16'],
    ['a declaration of UTF-16 in UTF-8', Buffer.from(declared('utf-16')), 'text/xml; charset=utf-8'],
    ['a declaration of UTF-16 in what has no mark', Buffer.from(declared('utf-16')), 'text/xml'],
    ['a declaration of UTF-8 in UTF-16', utf16(declared('utf-8')), 'text/xml'],
    [
      'a declaration of ISO-8859-1 where the charset says UTF-8',
      Buffer.from(declared('iso-8859-1')),
      'text/xml; charset=utf-8',
    ],
    [
      'a declaration of UTF-8 where the charset says ISO-8859-1',
      Buffer.from(declared('utf-8')),
      'text/xml; charset=iso-8859-1',
    ],
    [
      'ISO-8859-1 that no declaration tells to those who look there',
      Buffer.from(plain),
      'text/xml; charset=iso-8859-1',
    ],
    [
      'a declaration too far out to be looked for',
      Buffer.from(`<?xml version="1.0"${' '.repeat(300)}encoding="iso-8859-1"?>${plain}`),
      'text/xml',
    ],
  ])('is refused: %s', (_, bytes, contentType) => {
    expect(outcome(bytes, typed(contentType))).toBe('encoding_unsupported');
  });

  test('that is only claimed makes no message of the bytes', () => {
    expect(outcome(Buffer.from(plain), typed('text/xml; charset=utf-16le'))).not.toBe('GetForecast');
    expect(outcome(utf16(plain).subarray(2), typed('text/xml; charset=utf-8'))).toBe('envelope_malformed');
  });
});

describe('a message made to be dear', () => {
  test.each<[string, string]>([
    ['100,000 elements deep', '<a>'.repeat(100_000)],
    ['deep in the header', `<x>${'<a>'.repeat(300)}`],
  ])('is given up: %s', (_, body) => {
    expect(outcome(envelope(body))).toBe('envelope_too_deep');
  });

  test.each<[string, string]>([
    ['a long attribute', `<a b="${'c'.repeat(300_000)}"/>`],
    ['a long name', `<${'a'.repeat(300_000)}/>`],
    ['many attributes', `<a ${Array.from({ length: 10_000 }, (_, index) => `b${index}=""`).join(' ')}/>`],
    ['a long comment', `<a><!--${' x'.repeat(150_000)}--></a>`],
    ['many declarations', `<a ${Array.from({ length: 10_000 }, (_, index) => `xmlns:b${index}="urn:b"`).join(' ')}/>`],
    ['a long search for a prefix', `${'<a xmlns:b="c">'.repeat(120)}${'<s:d/>'.repeat(5_000)}${'</a>'.repeat(120)}`],
  ])('is read in one pass: %s', (_, body) => {
    expect(read(envelope(body)).ok).toBe(true);
  });
});
