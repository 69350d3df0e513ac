import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CatalogueError } from '#core/catalog/catalogue-error.ts';
import { type ReadWsdlOptions, readWsdl } from '#lib/sources/read-wsdl.ts';

/** Each test breaks this in one place; the line numbers of the messages are those of this text. */
const WEATHER = `<?xml version="1.0"?>
<definitions targetNamespace="urn:w" xmlns:tns="urn:w" xmlns="http://schemas.xmlsoap.org/wsdl/"
    xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <!-- imports -->
  <types><xs:schema><xs:element name="Get" type="xs:string"/><!-- schemas --></xs:schema></types>
  <message name="Get"><part name="body" element="tns:Get"/></message>
  <message name="Set"><part name="body" element="tns:Set"/></message>
  <portType name="Type">
    <operation name="Get"><input message="tns:Get"/></operation>
    <operation name="Set"><input message="tns:Set"/></operation>
  </portType>
  <binding name="Soap" type="tns:Type">
    <soap:binding transport="http://schemas.xmlsoap.org/soap/http" style="document"/>
    <operation name="Get"><soap:operation/><input><soap:body use="literal" parts="body"/></input></operation>
    <operation name="Set"><soap:operation/><input><soap:body use="literal"/></input></operation>
  </binding><binding name="Empty" type="tns:Type"><soap:binding/></binding>
  <service name="Weather">
    <port name="Main" binding="tns:Soap"><soap:address location="https://a.example/w"/></port>
    <port name="Other" binding="tns:Soap"><soap:address location="https://a.example/w"/></port>
  </service>
</definitions>
`;

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wsdl-'));
  mkdirSync(path.join(folder, 'api'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, content: string | Uint8Array): string {
  const at = path.join(folder, 'api', file);
  writeFileSync(at, content);
  return at;
}

function problemsOf(content: string | Uint8Array, options?: ReadWsdlOptions): readonly string[] {
  const file = write('weather.wsdl', content);
  try {
    readWsdl(file, options);
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error;
    return error.problems.map((problem) => problem.replaceAll(`${path.dirname(file)}${path.sep}`, ''));
  }
  return [];
}

test('the text that the tests break has no problem by itself', () => {
  expect(problemsOf(WEATHER)).toEqual([]);
});

describe('a file that is no WSDL file', () => {
  test.each([
    ['', 'weather.wsdl:1: the file is not well-formed: document must contain a root element.'],
    ['service: weather', 'weather.wsdl:1: the file is not well-formed: text data outside of root node.'],
    ['<a>\n<b>\n</c>\n</a>', 'weather.wsdl:3: the file is not well-formed: unexpected close tag.'],
    [
      '<a>\n<![CDATA[ & ]]><!-- & -->&lt;&#60;\n<b c="salt & pepper"/>\n</a>',
      'weather.wsdl:3: the file is not well-formed: an "&" that starts no reference; write "&amp;" for it.',
    ],
    ['<a>\n&unknown;</a>', 'weather.wsdl:2: the file is not well-formed: undefined entity.'],
    ['<a>\n<x:b/></a>', 'weather.wsdl:2: the file is not well-formed: unbound namespace prefix: "x".'],
    [
      '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n<a>&e;</a>',
      'weather.wsdl:2: the file has a DOCTYPE, which is not read; remove it.',
    ],
    [`${'<a>'.repeat(501)}${'</a>'.repeat(501)}`, 'weather.wsdl:1: elements are nested more than 500 deep.'],
    [
      '<definitions/>',
      'weather.wsdl:1: the root element "definitions" is neither WSDL 1.1\'s definitions nor XML Schema\'s schema.',
    ],
    [
      '<description xmlns="http://www.w3.org/ns/wsdl"/>',
      'weather.wsdl:1: the file is written in WSDL 2.0; only WSDL 1.1 is read.',
    ],
    [
      '<schema xmlns="http://www.w3.org/2001/XMLSchema"/>',
      'weather.wsdl:1: the file is an XML Schema; name the WSDL file that imports it.',
    ],
  ])('%j', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  test('a missing one, a folder, and one above the size bound', () => {
    const missing = path.join(folder, 'api', 'missing.wsdl');

    expect(() => readWsdl(missing)).toThrow(`${missing}: the file does not exist.`);
    expect(() => readWsdl(folder)).toThrow(`${folder}: it is not a file.`);
    expect(problemsOf(new Uint8Array(5 * 1024 * 1024 + 1))).toEqual(['weather.wsdl: the file is larger than 5 MB.']);
  });
});

describe('what the file says', () => {
  test.each<readonly [string, string, string, readonly string[]]>([
    [
      'no service',
      '  <service name="Weather">',
      '  <service name="Weather" xmlns="urn:x">',
      ['weather.wsdl: there is no service with a port of SOAP over HTTP.'],
    ],
    [
      'no SOAP binding over HTTP',
      'transport="http://schemas.xmlsoap.org/soap/http"',
      'transport="http://www.w3.org/2010/soapjms/"',
      ['weather.wsdl: there is no service with a port of SOAP over HTTP.'],
    ],
    [
      'a port without an address',
      '<port name="Main" binding="tns:Soap"><soap:address location="https://a.example/w"/>',
      '<port name="Main" binding="tns:Soap">',
      ['weather.wsdl:18: the port "Main" has no soap:address with a location.'],
    ],
    ['a port without a name', '<port name="Main"', '<port', ['weather.wsdl:18: this port or its service has no name.']],
    [
      'an unknown binding',
      'name="Main" binding="tns:Soap"',
      'name="Main" binding="tns:Nope"',
      ['weather.wsdl:18: the port "Main" names the binding "tns:Nope", which no document defines.'],
    ],
    [
      'an undeclared prefix',
      'name="Main" binding="tns:Soap"',
      'name="Main" binding="x:Soap"',
      ['weather.wsdl:18: the port "Main" names the binding "x:Soap", which is no name with a declared prefix.'],
    ],
    [
      'no binding',
      'name="Main" binding="tns:Soap"',
      'name="Main"',
      ['weather.wsdl:18: the port "Main" names no binding.'],
    ],
    [
      'a port of a binding without operations',
      'name="Main" binding="tns:Soap"',
      'name="Main" binding="tns:Empty"',
      ['weather.wsdl:16: the binding "Empty" has no operation that takes a request.'],
    ],
    [
      'an unknown port type',
      'type="tns:Type"',
      'type="Type"',
      ['weather.wsdl:12: the binding "Soap" names the port type "Type", which no document defines.'],
    ],
    [
      'an unknown message',
      '<input message="tns:Get"/>',
      '<input message="tns:Nope"/>',
      ['weather.wsdl:9: the input of the operation "Get" names the message "tns:Nope", which no document defines.'],
    ],
    [
      'an unknown part',
      'parts="body"',
      'parts="body nope"',
      [
        'weather.wsdl:14: the body of the operation "Get" names the part "nope", which the message "Get" does not have.',
      ],
    ],
    [
      'a part with a type, in style document',
      '<part name="body" element="tns:Get"/>',
      '<part name="body" type="xs:string"/>',
      ['weather.wsdl:6: the operation "Get" has the style document, but the part "body" of its body names no element.'],
    ],
    [
      'a part whose element has an undeclared prefix',
      'element="tns:Get"',
      'element="x:Get"',
      ['weather.wsdl:6: the part "body" names the element "x:Get", which is no name with a declared prefix.'],
    ],
    [
      'several parts, in style document',
      '<part name="body" element="tns:Set"/>',
      '<part name="body" element="tns:Set"/><part name="more" element="tns:Get"/>',
      [
        'weather.wsdl:7: the operation "Set" has the style document, but its body has several parts: "body", "more"; it may have one.',
      ],
    ],
    [
      'an operation that the port type lacks',
      '    <operation name="Set"><input message="tns:Set"/></operation>\n',
      '\n',
      ['weather.wsdl:15: the binding "Soap" has an operation "Set", which its port type "Type" lacks.'],
    ],
    [
      'overloaded operations',
      '<operation name="Set"><input message="tns:Set"/>',
      '<operation name="Get"><input message="tns:Set"/></operation><operation name="Set"><input message="tns:Set"/>',
      ['weather.wsdl:10: the port type "Type" has two operations "Get"; overloaded operations are not supported.'],
    ],
    [
      'a binding that is defined twice',
      '  <service name="Weather">',
      '  <binding name="Soap" type="tns:Type"/><service name="Weather">',
      ['weather.wsdl:17: the binding "Soap" is defined twice.'],
    ],
    [
      'operations that cannot be told apart',
      'element="tns:Set"',
      'element="tns:Get"',
      [
        'weather.wsdl:15: the operations "Get" and "Set" cannot be told apart: both have the element {urn:w}Get and the SOAPAction "".',
      ],
    ],
    [
      'different addresses',
      '<port name="Other" binding="tns:Soap"><soap:address location="https://a',
      '<port name="Other" binding="tns:Soap"><soap:address location="https://b',
      [
        'weather.wsdl: the ports have different addresses: Weather/Main https://a.example/w, Weather/Other https://b.example/w; name those of this project with "ports", and make a project for each address.',
      ],
    ],
  ])('%s', (_, from, to, problems) => {
    expect(WEATHER).toContain(from);

    expect(problemsOf(WEATHER.replace(from, to))).toEqual(problems);
  });

  test('operations without an input, which only the service starts, are left out', () => {
    const file = write('weather.wsdl', WEATHER.replace('<input message="tns:Set"/>', '<output message="tns:Set"/>'));

    expect(readWsdl(file).ports[0]?.operations.map(({ name }) => name)).toEqual(['Get']);
  });

  test("an address in the other SOAP version's namespace is the port's, and is replaced as any other", () => {
    const address = '<s12:address xmlns:s12="http://schemas.xmlsoap.org/wsdl/soap12/"';
    const file = write('weather.wsdl', WEATHER.replaceAll('<soap:address', address));

    const { address: read, ports, documents } = readWsdl(file);
    expect([read, ports[0]?.version]).toEqual(['https://a.example/w', '1.1']);
    expect(documents[0]?.text).not.toContain('https://a.example');
  });

  test.each([
    ['a soap:header', '<soap:header message="tns:Get" part="head" use="literal"/>'],
    ['an attachment', '<mime:content xmlns:mime="http://schemas.xmlsoap.org/wsdl/mime/" part="head"/>'],
  ])('a part that %s takes is none of the body', (_, taker) => {
    const parts = '<part name="head" type="xs:string"/><part name="body" element="tns:Get"/>';
    const body = '<soap:body use="literal" parts="body"/>';
    const two = WEATHER.replace('<part name="body" element="tns:Get"/>', parts);

    expect(problemsOf(two.replace(body, `<x xmlns="urn:x"><y>${taker}</y><soap:body use="literal"/></x>`))).toEqual([]);
    expect(problemsOf(two.replace(body, '<soap:body use="literal"/>'))).toHaveLength(1);
    expect(problemsOf(two)).toEqual([]);
  });

  test('every problem is told at once', () => {
    const text = WEATHER.replace('element="tns:Get"', 'type="xs:string"').replace('message="tns:Set"', 'message="Set"');

    expect(problemsOf(text)).toHaveLength(2);
  });

  test('operations that differ in the SOAPAction alone are told apart by it', () => {
    const text = WEATHER.replace('element="tns:Set"', 'element="tns:Get"').replace(
      '<operation name="Set"><soap:operation/>',
      '<operation name="Set"><soap:operation soapAction="urn:set"/>',
    );

    expect(problemsOf(text)).toEqual([]);
  });

  test.each([
    [['Nope'], 'there is no port "Nope" of SOAP over HTTP; there are: Weather/Main, Weather/Other.'],
    [
      ['Main', 'Elsewhere/Main'],
      'there is no port "Elsewhere/Main" of SOAP over HTTP; there are: Weather/Main, Weather/Other.',
    ],
    [[], '"ports" is empty; name some of: Weather/Main, Weather/Other.'],
  ])('the option "ports" as %j', (ports, problem) => {
    expect(problemsOf(WEATHER, { ports })).toEqual([`weather.wsdl: ${problem}`]);
  });

  test('problems of a port that is not served are none', () => {
    const text = WEATHER.replace('name="Other" binding="tns:Soap"', 'name="Other" binding="tns:Nope"');

    expect(problemsOf(text, { ports: ['Main'] })).toEqual([]);
  });

  test.each(['REPLACE_ME', '', 'http://localhost:8080/w?x'])(
    'an address %j is left to the caller to judge',
    (address) => {
      const file = write('weather.wsdl', WEATHER.replaceAll('https://a.example/w', address));

      expect(readWsdl(file).address).toBe(address);
    },
  );
});

describe('imports', () => {
  const importing = (element: string) => WEATHER.replace(/<!-- (imports|schemas) -->/, element);
  const inSchema = (location: string) =>
    WEATHER.replace('<!-- schemas -->', `<xs:include schemaLocation="${location}"/>`);

  test.each([
    ['types.xsd', 'the file does not exist.'],
    ['.', 'it is not a file.'],
    ['%00', 'it is neither the name of a file nor an http(s) URL.'],
    ['file://server/types.xsd', 'it is neither the name of a file nor an http(s) URL.'],
    ['urn:types', 'it is neither the name of a file nor an http(s) URL.'],
    ['weather.wsdl?xsd=1', 'it has a query or a fragment; save what it names as a file and name that.'],
    ['weather.wsdl', 'it is a WSDL file, not an XML Schema.'],
    [
      '../../types.xsd',
      "the file lies too far up; only files in or below the WSDL file's folder or a folder beside it are read.",
    ],
    [
      'file:///etc/passwd',
      "the file lies too far up; only files in or below the WSDL file's folder or a folder beside it are read.",
    ],
    [
      'link.xsd',
      "the file lies too far up; only files in or below the WSDL file's folder or a folder beside it are read.",
    ],
  ])('a schemaLocation "%s" is refused', (location, reason) => {
    symlinkSync('/etc/hosts', path.join(folder, 'api', 'link.xsd'));

    expect(problemsOf(inSchema(location))).toEqual([`weather.wsdl:5: schemaLocation "${location}": ${reason}`]);
  });

  test('a WSDL file on the web is refused; a schema there, and an import that only names a namespace, are not', () => {
    const web = 'https://a.example/x';

    expect(problemsOf(importing(`<import namespace="urn:x" location="${web}"/>`))).toEqual([
      `weather.wsdl:4: location "${web}": nothing is fetched from the web; save the document beside this file and name that.`,
    ]);
    expect(problemsOf(inSchema(web))).toEqual([]);
    expect(problemsOf(WEATHER.replace('<!-- schemas -->', '<xs:import namespace="urn:x"/>'))).toEqual([]);
  });

  test('a problem in an imported file is told under its own name, once', () => {
    mkdirSync(path.join(folder, 'xsd'));
    writeFileSync(path.join(folder, 'xsd', 'types.xsd'), '<schema>');
    const text = inSchema('../xsd/types.xsd"/><xs:include schemaLocation="../xsd/types.xsd');

    expect(problemsOf(text).map((problem) => path.basename(problem))).toEqual([
      'types.xsd:1: the file is not well-formed: unclosed tag: schema.',
    ]);
  });

  test('files are bounded in number', () => {
    const schema = (index: number) =>
      `<schema xmlns="http://www.w3.org/2001/XMLSchema"><include schemaLocation="${index + 1}.xsd"/></schema>`;
    for (let index = 1; index <= 200; index += 1) write(`${index}.xsd`, schema(index));

    expect(problemsOf(inSchema('1.xsd'))).toEqual([
      '199.xsd:1: schemaLocation "200.xsd": it is one file too many; a WSDL file may come with 199 others.',
    ]);
  });
});

describe('encodings', () => {
  const german = WEATHER.replace('<!-- imports -->', '<documentation>Größe €</documentation>');
  const utf16 = Buffer.from(`\uFEFF${german.replace('"1.0"', '"1.0" encoding="utf-16"')}`, 'utf16le');
  const declaring = (encoding: string) => german.replace('"1.0"', `"1.0" encoding="${encoding}"`);
  /** The letters are where Latin-1 has them, the euro sign is where windows-1252 has it. */
  const windows = Buffer.from(declaring('Windows-1252').replace('€', '\u0080'), 'latin1');

  test.each([
    ['UTF-8', Buffer.from(german)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${german}`)],
    ['UTF-16 (little endian)', utf16],
    ['UTF-16 (big endian)', Buffer.from(utf16).swap16()],
    ['windows-1252', windows],
  ])('%s is read and served as UTF-8', (_, bytes) => {
    const { documents } = readWsdl(write('weather.wsdl', bytes));

    expect(documents[0]?.text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<definitions/);
    expect(documents[0]?.text).toContain('<documentation>Größe €</documentation>');
  });

  test.each([
    [Buffer.from(german, 'latin1'), 'the file is not valid UTF-8; save it as UTF-8.'],
    [declaring('utf-16'), 'the file declares the encoding "utf-16" but does not hold it; save it as UTF-8.'],
    [declaring('IBM037'), 'the file declares the encoding "IBM037" but does not hold it; save it as UTF-8.'],
  ])('other bytes are refused (%#)', (bytes, problem) => {
    expect(problemsOf(bytes)).toEqual([`weather.wsdl: ${problem}`]);
  });
});
