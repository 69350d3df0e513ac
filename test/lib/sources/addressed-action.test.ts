import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readWsdl } from '#lib/sources/read-wsdl.ts';
import { WEATHER, WsdlFolder } from '#test/support/wsdl-folder.ts';

let folder: WsdlFolder;
beforeEach(() => {
  folder = new WsdlFolder();
});
afterEach(() => folder.remove());

const WSAM = 'http://www.w3.org/2007/05/addressing/metadata';
const WSAW = 'http://www.w3.org/2006/05/addressing/wsdl';

/** The actions of the operation Get, where its input, its output and the target namespace are these. */
function actionsOf(input: string, { namespace = 'urn:w', output = '', soapAction = '' } = {}) {
  const content = WEATHER.replaceAll('"urn:w"', `"${namespace}"`)
    .replace('<input message="tns:Get"/>', `<input message="tns:Get" ${input}/>${output}`)
    .replace('<operation name="Get"><soap:operation/>', `<operation name="Get"><soap:operation${soapAction}/>`);
  const get = readWsdl(folder.write('weather.wsdl', content)).ports[0]?.operations[0];
  return [get?.soapAction, get?.addressedAction];
}

const OUTPUT = '<output message="tns:Get"/>';

test.each([
  ['urn:w', '', '', 'urn:w:Type:Get'],
  ['urn:w', '', OUTPUT, 'urn:w:Type:GetRequest'],
  ['urn:w', 'name="Ask"', OUTPUT, 'urn:w:Type:Ask'],
  ['http://w.example', '', OUTPUT, 'http://w.example/Type/GetRequest'],
  ['http://w.example/', '', OUTPUT, 'http://w.example/Type/GetRequest'],
  ['http://w.example/a', 'name="Ask"', '', 'http://w.example/a/Type/Ask'],
])(
  'WS-Addressing 1.0 Metadata §4.4.4: in %s an input (%s) has the action of its names (output: %s)',
  (namespace, input, output, action) => {
    expect(actionsOf(input, { namespace, output })).toEqual(['', action]);
  },
);

test.each([
  [`xmlns:wsam="${WSAM}" wsam:Action=" urn:mine "`, 'urn:mine'],
  [`xmlns:wsaw="${WSAW}" wsaw:Action="urn:draft"`, 'urn:draft'],
  [`xmlns:a="${WSAM}" xmlns:b="${WSAW}" b:Action="urn:draft" a:Action="urn:mine"`, 'urn:mine'],
])('WS-Addressing 1.0 Metadata §4.4.1: what the file says goes before: %s', (input, action) => {
  expect(actionsOf(input, { output: OUTPUT })).toEqual(['', action]);
});

test('an operation with a SOAPAction has that for its action, and another one only where the file says so', () => {
  const soapAction = ' soapAction="urn:get"';

  expect(actionsOf('', { soapAction })).toEqual(['urn:get', undefined]);
  expect(actionsOf(`xmlns:w="${WSAM}" w:Action="urn:get"`, { soapAction })).toEqual(['urn:get', undefined]);
  expect(actionsOf(`xmlns:w="${WSAM}" w:Action="urn:mine"`, { soapAction })).toEqual(['urn:get', 'urn:mine']);
});
