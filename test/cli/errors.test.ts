import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { NoAwsRegionError } from '#adapters/http/aws-credentials.ts';
import { failureOfAnswer, RegistryCallError } from '#adapters/http/registry-call-error.ts';
import { InterruptedError } from '#cli/cli-error.ts';
import { explainError as explain } from '#cli/explain-error.ts';
import { redact } from '#cli/redact.ts';
import { type ProblemCode, problem } from '#core/registry/problem.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { cliUnderTest } from '../support/tollgate-cli.ts';

const problemOf = (code: ProblemCode, more = {}) => {
  const body = problem(code, more);
  return new RegistryCallError(failureOfAnswer('/products/starter', body.status, JSON.stringify(body)));
};
const named = (name: string) => Object.assign(new Error('secret details'), { name });

const explainError = (error: unknown, env: NodeJS.ProcessEnv = {}) => explain(error, { targetFlags: '', env });

describe('an error', () => {
  test.each([
    [problemOf('not_found'), 3],
    [problemOf('unknown_route'), 3],
    [problemOf('forbidden'), 4],
    [problemOf('conflict'), 5],
    [problemOf('in_use'), 5],
    [problemOf('precondition_failed'), 5],
    [problemOf('idempotency_key_reused'), 5],
    [problemOf('invalid_request', { errors: [{ field: 'email', message: 'is required' }] }), 2],
    [problemOf('unavailable'), 6],
    [problemOf('internal_error'), 1],
    [new RegistryCallError({ reason: 'refused', status: 403, message: 'Forbidden' }), 4],
    [new RegistryCallError({ reason: 'refused', status: 429, message: '' }), 6],
    [new RegistryCallError({ reason: 'unreachable', url: 'https://registry.example' }), 6],
    [new RegistryCallError({ reason: 'timed_out', url: 'https://registry.example', after: 15_000 }), 6],
    [new RegistryCallError({ reason: 'answer_malformed', status: 200 }), 1],
    [new InterruptedError('no'), 130],
    [new NoAwsRegionError('No AWS region is configured.'), 2],
    [named('CredentialsProviderError'), 4],
    [new Error('a bug'), 1],
  ])('%s ends with exit code %i', (error, exitCode) => {
    expect(explainError(error).exitCode).toBe(exitCode);
  });

  test('names the thing that is not there, and the fields that are wrong', () => {
    expect(explainError(problemOf('not_found'))).toMatchObject({
      what: 'There is no product "starter".',
      next: 'tollgate products list shows what there is.',
    });
    const invalid = problemOf('invalid_request', { errors: [{ field: 'email', message: 'is required' }] });
    expect(explainError(invalid).what).toBe('email is required.');
  });

  test.each([
    named('ExpiredToken'),
    named('ExpiredTokenException'),
    named('RequestExpired'),
    new RegistryCallError({
      reason: 'refused',
      status: 403,
      message: 'The security token included in the request is expired',
    }),
  ])('of expired credentials says so: %s', (error) => {
    // The SDK adds this to whatever AWS answers.
    const answered = Object.assign(error, { $metadata: {} });

    expect(explainError(answered)).toEqual({
      what: 'The AWS credentials have expired.',
      next: 'Sign in again (aws sso login), or export new ones.',
      exitCode: 4,
    });
  });

  describe('of credentials that are not there, where AWS_PROFILE is set,', () => {
    const folder = temporaryFolder('profiles');
    const config = path.join(folder, 'config');
    const credentials = path.join(folder, 'credentials');
    writeFileSync(config, '[default]\nregion = eu-west-1\n[profile work]\nregion = eu-west-1\n[profile "at home"]\n');
    writeFileSync(credentials, '[keys]\naws_access_key_id = a\n');
    const files = { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials };

    test.each(['CredentialsProviderError', 'NoAwsRegionError'])('names a profile that does not exist: %s', (name) => {
      const { what, exitCode } = explainError(named(name), { ...files, AWS_PROFILE: 'wrok' });

      expect(what).toBe('There is no AWS profile "wrok", which AWS_PROFILE names.');
      expect(exitCode).toBe(4);
    });

    test.each(['default', 'work', 'at home', 'keys', ''])('says nothing of the profile "%s"', (profile) => {
      const { what } = explainError(named('CredentialsProviderError'), { ...files, AWS_PROFILE: profile });

      expect(what).toBe('There are no AWS credentials, or they have expired.');
    });
  });

  const conflictAt = (path: string, detail: string) => {
    const body = problem('conflict', { detail });
    return new RegistryCallError(failureOfAnswer(path, body.status, JSON.stringify(body)));
  };

  test.each([
    ['/products', 'There is one of this id already.', 'tollgate products list shows what there is.'],
    ['/subscriptions/tgk_a/pause', 'It is pending.', 'tollgate subscriptions show tgk_a shows what there is.'],
    ['/signing-keys/rotate', 'There is no next key yet.', 'tollgate signing-keys list shows the keys and their times.'],
    [
      '/signing-keys/a/revoke',
      'It is the only one. Wait.',
      'tollgate signing-keys list shows the keys and their times.',
    ],
  ])('of a conflict at %s names the command that shows what there is', (path, detail, next) => {
    expect(explainError(conflictAt(path, detail)).next).toBe(next);
  });

  test.each([
    ['/subscriptions/tgk_a/secrets', 'Two secrets are live already. Retire one of them.'],
    ['/products/starter', 'Others are changing it at this moment; try again.'],
    ['/signing-keys/rotate', 'Others are changing the signing keys at this moment; try again.'],
  ])('of a conflict at %s adds nothing to a problem that says what to do', (path, detail) => {
    const { what, next } = explainError(conflictAt(path, detail));

    expect(what).toContain(detail);
    expect(next).toBeUndefined();
  });

  test('shows a trace with --debug alone, and no secret in it', async () => {
    const { tollgate } = cliUnderTest();
    const secret = `tgs_${'a'.repeat(43)}_abcdef`;
    const registryFetch = async () => {
      throw new TypeError(`boom ${secret}`);
    };

    const quiet = await tollgate(['products', 'list'], { registryFetch });
    const loud = await tollgate(['products', 'list', '--debug'], { registryFetch });

    expect(quiet.exitCode).toBe(6);
    expect(quiet.stderr).not.toContain('    at ');
    expect(loud.stderr).toContain('    at ');
    expect(loud.stderr).toContain('boom [secret]');
    expect(loud.stderr).not.toContain(secret);
  });

  test('has tokens, secrets and credentials taken out', () => {
    const text = `eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ4In0.abc Basic dGdrOnRncw== my-own-secret tgs_abc`;

    expect(redact(text, ['my-own-secret'])).toBe('[secret] Basic [secret] [secret] [secret]');
  });
});
