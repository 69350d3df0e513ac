import { describe, expect, test } from '@jest/globals';
import { readEnvelope } from '#adapters/soap/read-envelope.ts';
import { envelope, GET_FORECAST, SET_FORECAST, SOAP_12 } from '#test/support/weather-service.ts';

interface Part {
  readonly headers: readonly string[];
  readonly content: string;
}

const root: Part = {
  headers: ['Content-Type: text/xml; charset=UTF-8', 'Content-Transfer-Encoding: binary', 'Content-ID: <root@a>'],
  content: envelope(GET_FORECAST),
};
const picture: Part = {
  headers: ['Content-Type: image/png', 'Content-ID: <picture@a>'],
  content: '\x89PNG\r\n--b\r\n',
};

function written(parts: readonly Part[], boundary = 'b:1'): string {
  const bodies = parts.map(({ headers, content }) => `--${boundary}\r\n${headers.join('\r\n')}\r\n\r\n${content}\r\n`);
  return `${bodies.join('')}--${boundary}--\r\n`;
}

function read(body: string, contentType = 'multipart/related; type="text/xml"; boundary="b:1"; start="<root@a>"') {
  const result = readEnvelope({
    contentTypes: [contentType],
    contentEncodings: [],
    soapActions: [],
    body: Buffer.from(body, 'latin1'),
  });
  return result.ok ? result.value : result.failure;
}

const refused = { reason: 'attachments_unsupported' };

describe('a message with attachments', () => {
  test('is what its first part holds', () => {
    expect(read(written([root, picture]))).toMatchObject({ version: '1.1', bodyElement: { name: 'GetForecast' } });
    expect(read(`\r\n${written([root])}`)).toMatchObject({ bodyElement: { name: 'GetForecast' } });
    expect(read(written([root], 'x'), 'multipart/related; boundary=x')).toMatchObject({ version: '1.1' });
  });

  test('XOP §5: is of the version that the package names, with the action of any content type', () => {
    const packaged = {
      headers: [`Content-Type: application/xop+xml; charset=utf-8; type="application/soap+xml; action=\\"urn:a\\""`],
      content: envelope(GET_FORECAST, SOAP_12),
    };
    const whole = 'multipart/related; type="application/xop+xml"; start-info="application/soap+xml"; boundary="b:1"';

    expect(read(written([packaged]), whole)).toMatchObject({ version: '1.2', action: 'urn:a' });
    expect(read(written([packaged]), `${whole}; action="urn:a"`)).toMatchObject({ action: 'urn:a' });
    expect(read(written([packaged]), `${whole}; action="urn:b"`)).toEqual({ reason: 'several_actions' });
  });

  test('with a header of a million blanks is read in a moment', () => {
    const padded = { ...root, headers: [...root.headers, `Content-Description: a${' '.repeat(1_000_000)}b `] };

    expect(read(written([padded]))).toMatchObject({ bodyElement: { name: 'GetForecast' } });
  });

  /** What stands in the first part's text is a part of its own to a reader that takes `c` for the boundary. */
  const smuggled = `--c\r\n${root.headers.join('\r\n')}\r\n\r\n${envelope(SET_FORECAST)}\r\n--c--\r\n`;
  test.each([`boundary="b:1"; boundary*=us-ascii''c`, 'boundary="b:1"; boundary*0=c', 'boundary=(b:1)c'])(
    'RFC 2231, RFC 2045: is refused with %s, of which readers make different boundaries',
    (boundary) => {
      const content = envelope(`<GetForecast xmlns="urn:weather"><![CDATA[\r\n${smuggled}]]></GetForecast>`);
      const body = written([{ ...root, content }], boundary.startsWith('boundary=(') ? '(b:1)c' : 'b:1');

      expect(read(body, `multipart/related; ${boundary}`)).toEqual({ reason: 'content_type_unsupported' });
    },
  );

  const other: Part = { ...root, content: envelope(SET_FORECAST) };
  const headed = (...headers: readonly string[]): Part => ({ ...root, headers });
  test.each<readonly [string, string, string?]>([
    ['whose root is not its first part', written([picture, root])],
    ['with two roots', written([root, other])],
    ['with a root that has no name', written([headed('Content-Type: text/xml')])],
    ['with a root in base64', written([headed(...root.headers.with(1, 'Content-Transfer-Encoding: base64'))])],
    ['with a root of another type', written([headed('Content-Type: text/html', 'Content-ID: <root@a>')])],
    ['with a root of no type', written([headed('Content-ID: <root@a>')])],
    ['with a header twice', written([headed(...root.headers, 'Content-ID: <root@a>')])],
    [
      'with a header on two lines',
      written([headed('Content-Type: text/xml;', ' charset=utf-8', 'Content-ID: <root@a>')]),
    ],
    ['with something before its first part', `--c\r\n\r\n${written([root])}`],
    ['that breaks off', written([root]).slice(0, -4)],
    ['with line feeds alone', written([root]).replaceAll('\r\n', '\n')],
    ['with a boundary that another one begins with', written([{ ...root, content: `a\r\n--b:12\r\n${root.content}` }])],
    ['without parts', '--b:1--\r\n'],
    ['that is empty', ''],
    ['without a boundary', written([root]), 'multipart/related; type="text/xml"'],
    ['with a boundary that is none', written([root], ''), 'multipart/related; boundary=""'],
  ])('is refused: one %s', (_, ...sent) => {
    expect(read(...sent)).toMatchObject(refused);
  });
});
