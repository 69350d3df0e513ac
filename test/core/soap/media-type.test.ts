import { describe, expect, test } from '@jest/globals';
import { parseMediaType } from '#core/soap/media-type.ts';

describe('RFC 9110 §8.3.1: a content type', () => {
  test.each<[string, string, Record<string, string>]>([
    ['text/xml', 'text/xml', {}],
    ['Text/XML; Charset=UTF-8', 'text/xml', { charset: 'UTF-8' }],
    ['text/xml;charset="utf-8";', 'text/xml', { charset: 'utf-8' }],
    ['application/soap+xml; action="urn:a/b; c=\\"d\\""', 'application/soap+xml', { action: 'urn:a/b; c="d"' }],
    ['application/soap+xml;action=http://a.example/b', 'application/soap+xml', { action: 'http://a.example/b' }],
    [
      'multipart/related; type="application/xop+xml"; boundary="x:y"; start="<a@b>"',
      'multipart/related',
      { type: 'application/xop+xml', boundary: 'x:y', start: '<a@b>' },
    ],
  ])('%s is read', (text, type, parameters) => {
    const parsed = parseMediaType(text);

    expect(parsed?.type).toBe(type);
    expect(Object.fromEntries(parsed?.parameters ?? [])).toEqual(parameters);
  });

  test.each([
    '',
    'xml',
    'text/',
    'text/xml, application/soap+xml',
    'text/xml; charset=utf-8, application/soap+xml',
    'text/xml charset=utf-8',
    'text/xml; charset=utf-8; Charset=utf-16',
    'text/xml; charset="utf-8',
    'text/xml; charset="utf-8" x',
    'text/xml; =utf-8',
    "multipart/related; boundary=a; boundary*=us-ascii''b",
    'multipart/related; boundary*0=a; boundary*1=b',
    'multipart/related; boundary=(a)b',
    'multipart/related; boundary=a(b)',
    'multipart/related; boundary="a\\b"',
  ])('%j is not, as two readers could differ', (text) => {
    expect(parseMediaType(text)).toBeUndefined();
  });
});
