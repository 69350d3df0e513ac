import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readWsdl } from '#lib/sources/read-wsdl.ts';
import { WEATHER, WsdlFolder } from '#test/support/wsdl-folder.ts';

let folder: WsdlFolder;

beforeEach(() => {
  folder = new WsdlFolder();
});

afterEach(() => folder.remove());

test('the text that the tests break has no problem by itself', () => {
  expect(folder.problemsOf(WEATHER)).toEqual([]);
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

    expect(folder.problemsOf(WEATHER.replace(from, to))).toEqual(problems);
  });

  test("an operation's own style overrides its binding's; space around names and URIs is none of them", () => {
    const text = WEATHER.replace('<soap:operation/>', '<soap:operation style="rpc"/>')
      .replace('message="tns:Get"', 'message=" tns:Get\n"')
      .replaceAll('"https://a.example/w"', '"\n https://a.example/w "');

    const { address, ports } = readWsdl(folder.write('weather.wsdl', text));
    expect(address).toBe('https://a.example/w');
    expect(ports[0]?.operations.map(({ element }) => element)).toEqual([
      { namespace: '', name: 'Get' },
      { namespace: 'urn:w', name: 'Set' },
    ]);
  });

  test('operations of different SOAP versions need not be told apart', () => {
    const soap12 = (text: string) => text.replace(/soap:/g, 's12:').replace('"Soap"', '"Soap12"');
    const binding = /<binding name="Soap"[\s\S]*?<\/binding>/.exec(WEATHER)?.[0] ?? '';
    const text = WEATHER.replace(binding, binding + soap12(binding).replace('name="Set"', 'name="Again"'))
      .replace('name="Other" binding="tns:Soap"', 'name="Other" binding="tns:Soap12"')
      .replace('xmlns:soap=', 'xmlns:s12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:soap=')
      .replace('  </portType>', '<operation name="Again"><input message="tns:Set"/></operation></portType>');

    expect(folder.problemsOf(text)).toEqual([]);
  });

  test('operations without an input, which only the service starts, are left out', () => {
    const file = folder.write(
      'weather.wsdl',
      WEATHER.replace('<input message="tns:Set"/>', '<output message="tns:Set"/>'),
    );

    expect(readWsdl(file).ports[0]?.operations.map(({ name }) => name)).toEqual(['Get']);
  });

  test("an address in the other SOAP version's namespace is the port's, and is replaced as any other", () => {
    const address = '<s12:address xmlns:s12="http://schemas.xmlsoap.org/wsdl/soap12/"';
    const file = folder.write('weather.wsdl', WEATHER.replaceAll('<soap:address', address));

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

    expect(
      folder.problemsOf(two.replace(body, `<x xmlns="urn:x"><y>${taker}</y><soap:body use="literal"/></x>`)),
    ).toEqual([]);
    expect(folder.problemsOf(two.replace(body, '<soap:body use="literal"/>'))).toHaveLength(1);
    expect(folder.problemsOf(two)).toEqual([]);
  });

  test('every problem is told at once', () => {
    const text = WEATHER.replace('element="tns:Get"', 'type="xs:string"').replace('message="tns:Set"', 'message="Set"');

    expect(folder.problemsOf(text)).toHaveLength(2);
  });

  test('operations that differ in the SOAPAction alone are told apart by it', () => {
    const text = WEATHER.replace('element="tns:Set"', 'element="tns:Get"').replace(
      '<operation name="Set"><soap:operation/>',
      '<operation name="Set"><soap:operation soapAction="urn:set"/>',
    );

    expect(folder.problemsOf(text)).toEqual([]);
  });

  test.each([
    [['Nope'], 'there is no port "Nope" of SOAP over HTTP; there are: Weather/Main, Weather/Other.'],
    [
      ['Main', 'Elsewhere/Main'],
      'there is no port "Elsewhere/Main" of SOAP over HTTP; there are: Weather/Main, Weather/Other.',
    ],
    [[], '"ports" is empty; name some of: Weather/Main, Weather/Other.'],
  ])('the option "ports" as %j', (ports, problem) => {
    expect(folder.problemsOf(WEATHER, { ports })).toEqual([`weather.wsdl: ${problem}`]);
  });

  test('problems of a port that is not served are none', () => {
    const text = WEATHER.replace('name="Other" binding="tns:Soap"', 'name="Other" binding="tns:Nope"');

    expect(folder.problemsOf(text, { ports: ['Main'] })).toEqual([]);
  });

  test.each(['REPLACE_ME', '', 'http://localhost:8080/w?x'])(
    'an address %j is left to the caller to judge',
    (address) => {
      const file = folder.write('weather.wsdl', WEATHER.replaceAll('https://a.example/w', address));

      expect(readWsdl(file).address).toBe(address);
    },
  );
});
