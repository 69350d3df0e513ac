/** Whatever envelope comes, the element that is found is the one that another parser finds in its body, or there is none. */
import { expect, test } from '@jest/globals';
import { DOMParser } from '@xmldom/xmldom';
import fc from 'fast-check';
import { readEnvelope } from '#adapters/soap/read-envelope.ts';
import { SOAP_11, SOAP_12, WEATHER } from '#test/support/weather-service.ts';

const prefix = fc.constantFrom('', 's', 'w', 'x');
const namespace = fc.constantFrom(SOAP_11, SOAP_12, WEATHER, 'urn:other', '');
const declarations = fc.dictionary(prefix, namespace, { maxKeys: 3, noNullPrototype: true });
const filler = fc.constantFrom(
  '',
  '',
  ' \n',
  '<!-- <s:Body/> -->',
  '<![CDATA[<w:A/>]]>',
  '<?p i?>',
  'text',
  '&amp;',
  '&x;',
);
const name = fc.constantFrom('Envelope', 'Header', 'Body', 'Body', 'GetForecast', 'SetForecast');

interface Node {
  readonly prefix: string;
  readonly name: string;
  readonly declarations: Readonly<Record<string, string>>;
  readonly children: readonly (Node | string)[];
}

const { node } = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.record({
    prefix,
    name,
    declarations,
    children: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constant([]),
      fc.array(fc.oneof(filler, tie('node')), { maxLength: 3 }),
    ),
  }),
}));

/** Like what a client sends, so that many of them are whole messages, with odd things put in here and there. */
const message = fc
  .record({
    envelope: fc.constantFrom('s', ''),
    declarations,
    before: filler,
    header: fc.option(fc.array(node, { maxLength: 2 }), { nil: undefined }),
    body: fc.array(fc.oneof({ arbitrary: node, weight: 3 }, { arbitrary: filler, weight: 1 }), { maxLength: 2 }),
    bodyDeclarations: declarations,
    after: fc.oneof({ arbitrary: fc.constant(''), weight: 4 }, { arbitrary: filler, weight: 1 }),
  })
  .map(({ envelope, declarations: declared, before, header, body, bodyDeclarations, after }) => {
    const part = (
      local: string,
      children: readonly (Node | string)[],
      own: Readonly<Record<string, string>> = {},
    ): Node => ({
      prefix: envelope,
      name: local,
      declarations: own,
      children,
    });
    const parts = [
      before,
      ...(header === undefined ? [] : [part('Header', header)]),
      part('Body', body, bodyDeclarations),
      after,
    ];
    return write(part('Envelope', parts, { s: SOAP_11, w: WEATHER, x: 'urn:other', ...declared, [envelope]: SOAP_11 }));
  });

function write(one: Node | string): string {
  if (typeof one === 'string') return one;
  const tag = one.prefix === '' ? one.name : `${one.prefix}:${one.name}`;
  const attributes = Object.entries(one.declarations).map(([to, uri]) => ` xmlns${to === '' ? '' : `:${to}`}="${uri}"`);
  return `<${tag}${attributes.join('')}>${one.children.map(write).join('')}</${tag}>`;
}

/** The element in the body by a DOM, which takes more than a message may hold. */
function elementByDom(xml: string) {
  const document = new DOMParser({ onError: () => {} }).parseFromString(xml, 'text/xml');
  const bodies = Array.from(document.documentElement?.childNodes ?? []).filter(
    (child) => child.namespaceURI === SOAP_11 && child.localName === 'Body',
  );
  const elements = bodies.flatMap((body) => Array.from(body.childNodes).filter(({ nodeType }) => nodeType === 1));
  return elements.map(({ namespaceURI, localName }) => ({ namespace: namespaceURI ?? '', name: localName }));
}

function read(xml: string) {
  return readEnvelope({
    contentTypes: ['text/xml'],
    contentEncodings: [],
    soapActions: [],
    body: Buffer.from(xml),
  });
}

test('of random envelopes', () => {
  let found = 0;
  fc.assert(
    fc.property(message, (xml) => {
      const result = read(xml);
      if (!result.ok) return;
      found += 1;
      const { bodyElement } = result.value;
      expect(bodyElement === null ? [] : [bodyElement]).toEqual(elementByDom(xml));
    }),
    { numRuns: 1_500 },
  );

  // A test of refusals alone would show nothing.
  expect(found).toBeGreaterThan(30);
});

test('of a message that something was cut out of, put in or doubled', () => {
  const whole = `<?xml version="1.0"?><s:Envelope xmlns:s="${SOAP_11}"><s:Header><w:A xmlns:w="urn:other"/></s:Header><s:Body><w:GetForecast xmlns:w="${WEATHER}"><![CDATA[<]]></w:GetForecast></s:Body></s:Envelope>`;
  const piece = fc.constantFrom(
    '<',
    '>',
    '/',
    '"',
    '<!--',
    '-->',
    ']]>',
    '<![CDATA[',
    '<s:Body>',
    '</s:Body>',
    '&lt;',
    ' ',
    'w:',
  );
  const place = fc.nat(whole.length);

  fc.assert(
    fc.property(place, fc.nat(20), piece, place, (at, length, insert, from) => {
      const xml =
        whole.slice(0, at) + insert + whole.slice(Math.max(0, from - length), from) + whole.slice(at + length);
      const result = read(xml);
      if (!result.ok) return;
      const { bodyElement } = result.value;
      expect(bodyElement === null ? [] : [bodyElement]).toEqual(elementByDom(xml));
    }),
    { numRuns: 1_500 },
  );
});

test('of a known element, whatever stands around it', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('', 'w', 's2', 'é'),
      fc.array(filler.filter((one) => /^\s*$|^<!--/.test(one))),
      declarations,
      (as, around, own) => {
        const tag = as === '' ? 'GetForecast' : `${as}:GetForecast`;
        const declared = Object.entries(own).filter(
          ([to, uri]) => to !== as && to !== 's' && (to === '' || uri !== ''),
        );
        const attributes = declared.map(([to, uri]) => ` xmlns${to === '' ? '' : `:${to}`}="${uri}"`).join('');
        const space = around.join('');
        const element = `<${tag} xmlns${as === '' ? '' : `:${as}`}="${WEATHER}"${attributes}/>`;
        const xml = `${space.trimStart()}<s:Envelope xmlns:s="${SOAP_11}"${attributes}>${space}<s:Body>${space}${element}${space}</s:Body>${space}</s:Envelope>`;

        expect(read(xml)).toMatchObject({
          ok: true,
          value: { bodyElement: { namespace: WEATHER, name: 'GetForecast' } },
        });
      },
    ),
    { numRuns: 200 },
  );
});
