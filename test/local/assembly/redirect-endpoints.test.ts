import { expect, test } from '@jest/globals';
import { redirectApis, redirectPrefixes } from '#local/assembly/redirect-endpoints.ts';

const origins = new Map([['abc1234567', 'http://127.0.0.1:3000']]);

test.each([
  ['https://abc1234567.execute-api.us-east-1.amazonaws.com', 'http://127.0.0.1:3000'],
  ['https://abc1234567.execute-api.us-east-1.amazonaws.com/dev', 'http://127.0.0.1:3000/dev'],
  ['{"issuer":"https://abc1234567.execute-api.eu-west-1.amazonaws.com/dev"}', '{"issuer":"http://127.0.0.1:3000/dev"}'],
  [
    'https://other00000.execute-api.us-east-1.amazonaws.com/dev',
    'https://other00000.execute-api.us-east-1.amazonaws.com/dev',
  ],
  [
    'https://abc1234567.execute-api.us-east-1.amazonaws.com.example.com',
    'https://abc1234567.execute-api.us-east-1.amazonaws.com.example.com',
  ],
  ['abc1234567.execute-api.us-east-1.amazonaws.com', 'abc1234567.execute-api.us-east-1.amazonaws.com'],
])('rewrites the origin of a served API alone: %s', (text, expected) => {
  expect(redirectApis({ nested: [text] }, origins)).toEqual({ nested: [expected] });
});

test.each([
  ['https://orders.example.com/v1', 'http://127.0.0.1:9999'],
  ['https://orders.example.com/v1/{proxy}', 'http://127.0.0.1:9999/{proxy}'],
  ['https://orders.example.com/v1?a=b', 'http://127.0.0.1:9999?a=b'],
  ['https://orders.example.com/v10', 'https://orders.example.com/v10'],
  ['see https://orders.example.com/v1', 'see https://orders.example.com/v1'],
])('rewrites a target only where it is a whole prefix: %s', (text, expected) => {
  const redirects = [{ from: 'https://orders.example.com/v1/', to: 'http://127.0.0.1:9999/' }];

  expect(redirectPrefixes({ Uri: text, Size: 1 }, redirects)).toEqual({ Uri: expected, Size: 1 });
});
