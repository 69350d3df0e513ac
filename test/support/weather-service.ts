/** A SOAP service for tests, with both versions, and messages for it. */
import type { SoapOperation, SoapPort } from '#core/catalog/soap-service.ts';
import { ENVELOPE_NAMESPACES } from '#core/soap/soap-message.ts';

export const WEATHER = 'urn:weather';
export const SOAP_11 = ENVELOPE_NAMESPACES['1.1'];
export const SOAP_12 = ENVELOPE_NAMESPACES['1.2'];

function anOperation(name: string): SoapOperation {
  return { name, soapAction: `${WEATHER}/${name}`, element: { namespace: WEATHER, name } };
}

export const weatherPorts: readonly SoapPort[] = [
  {
    service: 'Weather',
    port: 'WeatherSoap',
    version: '1.1',
    operations: [anOperation('GetForecast'), anOperation('SetForecast')],
  },
  {
    service: 'Weather',
    port: 'WeatherSoap12',
    version: '1.2',
    operations: [anOperation('GetForecast'), anOperation('SetForecast')],
  },
];

/** An envelope with this in its body. */
export function envelope(body: string, namespace: string = SOAP_11): string {
  return `<s:Envelope xmlns:s="${namespace}"><s:Body>${body}</s:Body></s:Envelope>`;
}

export const GET_FORECAST = `<GetForecast xmlns="${WEATHER}"><city>Bonn</city></GetForecast>`;
export const SET_FORECAST = `<SetForecast xmlns="${WEATHER}"/>`;
