/** What a SOAP client that is not ours makes of our faults: one that is an error with our text, in both versions. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createClientAsync } from 'soap';
import { readEnvelope } from '#adapters/soap/read-envelope.ts';
import {
  type FaultAnswer,
  type FaultContext,
  faultOfAccess,
  faultOfForwarding,
  faultOfMessage,
} from '#core/soap/answer-with-fault.ts';
import { decideOperation } from '#core/soap/decide-operation.ts';
import { faultVersion } from '#core/soap/fault-version.ts';
import { WEATHER, weatherPorts } from '#test/support/weather-service.ts';

const WSDL = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
  xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:w="${WEATHER}" targetNamespace="${WEATHER}">
  <types><xs:schema targetNamespace="${WEATHER}" elementFormDefault="qualified">
    <xs:element name="GetForecast"><xs:complexType><xs:sequence><xs:element name="city" type="xs:string"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="GetForecastResponse"><xs:complexType><xs:sequence/></xs:complexType></xs:element>
  </xs:schema></types>
  <message name="In"><part name="parameters" element="w:GetForecast"/></message>
  <message name="Out"><part name="parameters" element="w:GetForecastResponse"/></message>
  <portType name="P"><operation name="GetForecast"><input message="w:In"/><output message="w:Out"/></operation></portType>
  <binding name="B" type="w:P"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="GetForecast"><soap:operation soapAction="${WEATHER}/GetForecast"/>
      <input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation></binding>
  <service name="S"><port name="P" binding="w:B"><soap:address location="http://127.0.0.1/"/></port></service>
</definitions>`;

type Refuse = (context: FaultContext) => FaultAnswer;

/** Why a call is refused, by its path. */
const REFUSALS: Readonly<Record<string, Refuse>> = {
  '/token': (context) =>
    faultOfAccess(
      { status: 401, challenge: 'Bearer', error: 'invalid_token', description: 'No <token> & no call.', scope: '' },
      context,
    ),
  '/scope': (context) =>
    faultOfAccess(
      { status: 403, challenge: 'Bearer', error: 'insufficient_scope', description: 'No scope.', scope: 'a b' },
      context,
    ),
  '/backend': (context) =>
    faultOfForwarding({ status: 502, error: 'bad_gateway', description: 'No backend.' }, context),
  '/message': (context) => faultOfMessage({ reason: 'operation_unknown' }, context),
};

/** What each message was for, in order. */
const asked: string[] = [];
const server = createServer((request, response) => {
  const refuse = REFUSALS[request.url ?? ''];
  if (refuse === undefined) return void response.writeHead(200, { 'Content-Type': 'text/xml' }).end(WSDL);
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const contentTypes = [request.headers['content-type'] ?? ''];
    const soapActions = [request.headers.soapaction ?? ''].flat();
    const message = readEnvelope({ contentTypes, contentEncodings: [], soapActions, body: Buffer.concat(chunks) });
    const decided = message.ok ? decideOperation(message.value, weatherPorts) : message;
    asked.push(decided.ok && message.ok ? `${decided.value.name} ${message.value.action}` : 'refused');
    const version = faultVersion(contentTypes, weatherPorts);
    const { status, headers, body } = refuse({ version, requestId: 'request-1' });
    response.writeHead(status, headers).end(body);
  });
});
let origin = '';

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  origin = `http://127.0.0.1:${address.port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

/** What the client throws: the fault that it has read. */
async function refusedCall(path: string, forceSoap12Headers: boolean) {
  const client = await createClientAsync(`${origin}/?wsdl`, { endpoint: `${origin}${path}`, forceSoap12Headers });
  return client.GetForecastAsync({ city: 'Bonn' }).then(
    () => undefined,
    (error: unknown) => error,
  );
}

test.each([
  ['/token', 401, 'Client', 'No <token> & no call.'],
  ['/scope', 403, 'Client', 'No scope.'],
  ['/backend', 502, 'Server', 'No backend.'],
  ['/message', 500, 'Client', 'What stands in the SOAP body is no operation of this service.'],
])('SOAP 1.1: %s with %i is thrown as a fault', async (path, status, code, faultstring) => {
  const error = await refusedCall(path, false);

  expect(error).toMatchObject({
    root: { Envelope: { Body: { Fault: { faultcode: `soap:${code}`, faultstring } } } },
    response: { status },
  });
  expect(asked.at(-1)).toBe('GetForecast urn:weather/GetForecast');
});

test.each([
  ['/token', 401, 'Sender', 'No <token> & no call.'],
  ['/scope', 403, 'Sender', 'No scope.'],
  ['/backend', 502, 'Receiver', 'No backend.'],
  ['/message', 400, 'Sender', 'What stands in the SOAP body is no operation of this service.'],
])('SOAP 1.2: %s with %i is thrown as a fault', async (path, status, code, text) => {
  const error = await refusedCall(path, true);

  expect(error).toMatchObject({
    message: expect.stringContaining(text),
    root: { Envelope: { Body: { Fault: { Code: { Value: `soap:${code}` } } } } },
    response: { status },
  });
  expect(asked.at(-1)).toBe('GetForecast urn:weather/GetForecast');
});
