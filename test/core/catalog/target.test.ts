import { expect, test } from '@jest/globals';
import { isPlaceholder } from '#core/catalog/placeholder-target.ts';
import { findTargetProblems, isPrivateHost, parseBaseUrl } from '#core/catalog/target.ts';

test.each([
  ['https://example.com', { scheme: 'https', host: 'example.com', port: 443, path: '' }],
  ['https://example.com/', { scheme: 'https', host: 'example.com', port: 443, path: '' }],
  ['HTTPS://Example.COM:8443/Api/v1/', { scheme: 'https', host: 'example.com', port: 8443, path: '/Api/v1' }],
  ['http://127.0.0.1:8080', { scheme: 'http', host: '127.0.0.1', port: 8080, path: '' }],
  ['http://[::1]:8080/x', { scheme: 'http', host: '[::1]', port: 8080, path: '/x' }],
] as const)('%s is parsed', (text, expected) => {
  expect(parseBaseUrl(text)).toEqual(expected);
});

test.each([
  ['https://example.com', true],
  ['https://orders.Example.ORG:8443/v1', true],
  ['https://a.b.example.net', true],
  ['https://myexample.com', false],
  ['https://example.com.acme.io', false],
  ['https://example.io/example.com', false],
])('that %s is a placeholder is %s', (url, expected) => {
  expect(isPlaceholder({ kind: 'url', url })).toBe(expected);
});

test.each([
  '',
  'example.com',
  'ftp://example.com',
  'https://',
  'https://user:pass@example.com',
  'https://example.com?x=1',
  'https://example.com/#top',
  'https://example.com/a b',
  'https://example.com/a//b',
  'https://example.com/../b',
  'https://example.com/./b',
  'https://example.com/{id}',
  'https://example.com/%2e%2e/b',
  'https://example.com:0',
  'https://example.com:65536',
  'https://exa_mple.com',
  'https://-example.com',
  'https://example..com',
  'https://example.com.',
  `https://${'a'.repeat(64)}.com`,
  'https://example.com\n.evil.example',
  // Addresses in disguise.
  'https://2130706433',
  'https://127.1',
  'https://0x7f000001',
  'https://0x7f.0.0.1',
  'https://0177.0.0.1',
  'https://127.0.0.256',
  'https://127.0.0.1.',
])('%j is no base URL', (text) => {
  expect(parseBaseUrl(text)).toBeUndefined();
});

test.each([
  'localhost',
  'db',
  'api.localhost',
  'printer.local',
  'vault.internal',
  '0.0.0.0',
  '10.0.0.1',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '224.0.0.1',
  '255.255.255.255',
  '[::1]',
  '[::]',
  '[fe80::1]',
  '[fd00::1]',
  '[::ffff:127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '[2001::1]',
])('%s is a loopback or private address', (host) => {
  expect(isPrivateHost(host)).toBe(true);
});

test.each([
  'example.com',
  'localhost.example.com',
  '8.8.8.8',
  '100.63.0.1',
  '100.128.0.1',
  '172.15.0.1',
  '172.32.0.1',
  '192.167.0.1',
  '[2606:4700:4700::1111]',
  '[2001:4860:4860::8888]',
])('%s is on the internet', (host) => {
  expect(isPrivateHost(host)).toBe(false);
});

test('the sample backend is always reachable', () => {
  expect(findTargetProblems({ kind: 'sample-backend' })).toEqual([]);
});

test.each([
  ['https://example.com', []],
  ['https://example.com:8443/x', []],
  [
    'http://example.com',
    ["target http://example.com must use https: calls and the caller's identity would cross the network in clear."],
  ],
  [
    'https://127.0.0.1:8080',
    [
      'target https://127.0.0.1:8080 is a loopback or private address, which API Gateway cannot reach; for calls on a laptop use localTarget, for a backend in a VPC backend({ url, vpcLink }).',
    ],
  ],
  [
    'https://example.com:81',
    ['target https://example.com:81 has port 81; API Gateway reaches ports 80, 443 and 1024 to 65535.'],
  ],
])('of the target %s it is said: %j', (url, problems) => {
  expect(findTargetProblems({ kind: 'url', url })).toEqual(problems);
});
