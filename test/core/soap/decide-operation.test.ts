import { describe, expect, test } from '@jest/globals';
import type { SoapOperation, SoapPort } from '#core/catalog/soap-service.ts';
import { decideOperation } from '#core/soap/decide-operation.ts';
import type { SoapMessage } from '#core/soap/soap-message.ts';
import { WEATHER, weatherPorts } from '#test/support/weather-service.ts';

function aMessage(fields: Partial<SoapMessage> = {}): SoapMessage {
  return {
    version: '1.1',
    action: undefined,
    addressedAction: undefined,
    bodyElement: { namespace: WEATHER, name: 'GetForecast' },
    ...fields,
  };
}

function aPort(...operations: readonly SoapOperation[]): SoapPort {
  return { service: 'S', port: 'P', version: '1.1', operations };
}

function decide(fields: Partial<SoapMessage>, ports: readonly SoapPort[] = weatherPorts): string {
  const decided = decideOperation(aMessage(fields), ports);
  return decided.ok ? decided.value.name : decided.failure.reason;
}

const element = { namespace: 'urn:a', name: 'Ask' };

describe('the operation of a message', () => {
  test.each<[string, Partial<SoapMessage>, string]>([
    ['is the one of its body', {}, 'GetForecast'],
    ['is the same with its action', { action: 'urn:weather/GetForecast' }, 'GetForecast'],
    ['is the same in the other version', { version: '1.2', action: 'urn:weather/GetForecast' }, 'GetForecast'],
    ['is the same with its action of WS-Addressing', { addressedAction: 'urn:weather/GetForecast' }, 'GetForecast'],
    ['is refused when the action is of another one', { action: 'urn:weather/SetForecast' }, 'action_differs'],
    ['is refused when the action is nobody’s', { action: 'urn:weather/getforecast' }, 'action_differs'],
    ['is refused when the addressed action differs', { addressedAction: 'urn:weather/SetForecast' }, 'action_differs'],
    [
      'is refused when one of two actions differs',
      { action: 'urn:weather/GetForecast', addressedAction: 'urn:weather/SetForecast' },
      'action_differs',
    ],
    [
      'is unknown in another namespace',
      { bodyElement: { namespace: 'urn:other', name: 'GetForecast' } },
      'operation_unknown',
    ],
    ['is unknown in no namespace', { bodyElement: { namespace: '', name: 'GetForecast' } }, 'operation_unknown'],
    ['is unknown for an empty body', { bodyElement: null }, 'operation_unknown'],
    [
      'is unknown whatever the action says',
      { bodyElement: { namespace: WEATHER, name: 'Nothing' }, action: 'urn:weather/GetForecast' },
      'operation_unknown',
    ],
  ])('%s', (_, fields, expected) => {
    expect(decide(fields)).toBe(expected);
  });

  test('is looked for in the ports of the version that the message has', () => {
    const [old] = weatherPorts;

    expect(decide({ version: '1.2' }, [old!])).toBe('version_unsupported');
    expect(decide({}, [aPort(), { ...old!, version: '1.2' }])).toBe('operation_unknown');
  });

  test('may stand in several ports', () => {
    expect(decide({}, [...weatherPorts, ...weatherPorts])).toBe('GetForecast');
  });

  test('may have an empty body', () => {
    const ports = [aPort({ name: 'Ping', soapAction: 'ping', element: null })];

    expect(decide({ bodyElement: null }, ports)).toBe('Ping');
    expect(decide({ bodyElement: null, action: 'pong' }, ports)).toBe('action_differs');
    expect(decide({}, ports)).toBe('operation_unknown');
  });

  test('is told by the action where several take the same body, and ambiguous without it', () => {
    const ports = [aPort({ name: 'A', soapAction: 'a', element }, { name: 'B', soapAction: 'b', element })];

    expect(decide({ bodyElement: element, action: 'b' }, ports)).toBe('B');
    expect(decide({ bodyElement: element, action: 'c' }, ports)).toBe('action_differs');
    expect(decide({ bodyElement: element }, ports)).toBe('operation_ambiguous');
  });

  test('has the addressed action that the WSDL file gives it, or the one of its binding', () => {
    const named = { name: 'A', soapAction: 'a', addressedAction: 'urn:a', element };
    const unnamed = { name: 'A', soapAction: '', addressedAction: 'urn:a', element };

    expect(decide({ bodyElement: element, addressedAction: 'urn:a' }, [aPort(named)])).toBe('A');
    expect(decide({ bodyElement: element, addressedAction: 'a' }, [aPort(named)])).toBe('A');
    expect(decide({ bodyElement: element, addressedAction: 'urn:a' }, [aPort(unnamed)])).toBe('A');
    expect(decide({ bodyElement: element, addressedAction: 'urn:b' }, [aPort(unnamed)])).toBe('action_differs');
    expect(decide({ bodyElement: element, action: 'urn:a' }, [aPort(unnamed)])).toBe('A');
    expect(decide({ bodyElement: element, action: 'urn:b' }, [aPort(unnamed)])).toBe('action_differs');
  });

  test('has no action to be named where the binding names none, but for one of WS-Addressing, which has its own rules', () => {
    const ports = [aPort({ name: 'A', soapAction: '', element })];

    expect(decide({ bodyElement: element }, ports)).toBe('A');
    expect(decide({ bodyElement: element, action: 'a' }, ports)).toBe('action_differs');
    expect(decide({ bodyElement: element, addressedAction: 'urn:a/Port/ARequest' }, ports)).toBe('A');
  });
});
