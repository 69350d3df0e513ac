import { expect, test } from '@jest/globals';
import type { SoapVersion } from '#core/catalog/soap-service.ts';
import { faultVersion } from '#core/soap/fault-version.ts';

test.each<[string | undefined, readonly SoapVersion[], SoapVersion]>([
  ['text/xml; charset=utf-8', ['1.1', '1.2'], '1.1'],
  ['application/soap+xml; action="a"', ['1.1', '1.2'], '1.2'],
  ['Application/SOAP+XML', ['1.2', '1.1'], '1.2'],
  ['multipart/related; type="application/soap+xml"; boundary=b', ['1.1', '1.2'], '1.2'],
  ['multipart/related; type="application/xop+xml"; start-info="application/soap+xml"', ['1.1', '1.2'], '1.2'],
  ['multipart/related; type="application/xop+xml"; start-info="text/xml"', ['1.1', '1.2'], '1.1'],
  ['application/json', ['1.2', '1.1'], '1.1'],
  [undefined, ['1.1', '1.2'], '1.1'],
  ['application/json', ['1.2'], '1.2'],
  ['text/xml', ['1.2'], '1.2'],
  ['application/soap+xml', ['1.1'], '1.1'],
  ['application/soap+xml', [], '1.1'],
])(
  'a request with the content type %s to a service of %j gets a fault of SOAP %s',
  (contentType, versions, expected) => {
    const ports = versions.map((version) => ({ service: 'S', port: 'P', version, operations: [] }));

    expect(faultVersion(contentType === undefined ? [] : [contentType], ports)).toBe(expected);
  },
);
