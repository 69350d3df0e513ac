import { expect, test } from '@jest/globals';
import { shellLines } from '#test/deploy/shell-lines.ts';

const account = { AWS_ACCESS_KEY_ID: 'test', AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };

test('an account that is held tells a shell to forget what would win over it, and then what it is', () => {
  const callers = { AWS_PROFILE: 'work', AWS_ENDPOINT_URL_S3: 'x', AWS_ENDPOINT_URL_KMS: '', AWS_ENDPOINT_URL: 'y' };

  expect(shellLines(account, callers)).toEqual([
    'unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN AWS_ENDPOINT_URL_KMS AWS_ENDPOINT_URL_S3',
    "export AWS_ACCESS_KEY_ID='test'",
    "export AWS_ENDPOINT_URL='http://127.0.0.1:4566'",
  ]);
});

test('it names a profile and a session token even where the terminal that holds it has none', () => {
  expect(shellLines(account, {})[0]).toBe('unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN');
});
