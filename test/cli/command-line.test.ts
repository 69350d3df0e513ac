import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { COMMANDS } from '#cli/commands/all-commands.ts';
import { completionScript, SHELLS } from '#cli/completion/completion-script.ts';
import { cliReference } from '#cli/reference.ts';
import { cliUnderTest } from '../support/tollgate-cli.ts';

const { tollgate } = cliUnderTest();

describe('the command line', () => {
  test.each([
    [['prodcts', 'list'], 'Did you mean products?'],
    [['products', 'lst'], 'Did you mean list?'],
    [['products', 'list', '--outptu', 'json'], 'Did you mean --output?'],
    [['products', 'show'], 'See tollgate --help.'],
    [['products', 'show', 'a', 'b'], 'See tollgate --help.'],
    [['products', 'list', '--output', 'xml'], 'table, json'],
    [['clients', 'create', 'acme'], '--email'],
    [['products', 'create', 'a'], 'Add --project'],
    [['products', 'create', 'a', '--project', 'orders', '--token-lifetime', 'long'], 'a duration'],
    [['products', 'update', 'a'], 'Nothing to change is named'],
    [['products', 'list', '--limit', '0'], '--limit'],
    [['call', 'https://elsewhere.example/'], 'The gateway is at https://gateway.example/development'],
    [['call', 'orders/1.0/hello'], 'begins with a slash: /orders/1.0/hello'],
    [['call', '../orders'], 'The gateway is at https://gateway.example/development'],
  ])('answers %j with exit code 2 and what to do', async (args, words) => {
    const { exitCode, stdout, stderr } = await tollgate(args);

    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(words);
    expect(stderr.trimEnd().split('\n')).toHaveLength(stderr.includes('Next: ') ? 2 : 1);
  });

  describe('proposes commands for the server group that was chosen by flags', () => {
    const flags = '--server-group production --aws --region eu-north-1';
    const create = ['products', 'create', 'starter', '--project', 'orders', '--scope', 'orders:read'];

    test.each([
      [create, `subscriptions create --product starter --client ID ${flags}`],
      [
        ['clients', 'create', 'acme', '--email', 'api@acme.example'],
        `subscriptions create --client acme --product ID ${flags}`,
      ],
      [['products', 'show', 'none'], `products list ${flags} shows`],
      [['products', 'create', 'starter'], `projects list ${flags} shows`],
      [['signing-keys', 'revoke', 'none'], `signing-keys list ${flags} shows`],
      [['tokens', 'get', 'no-key'], `subscriptions list ${flags}.`],
    ])('after %j', async (args, proposed) => {
      const { stderr } = await cliUnderTest().tollgate([...args, ...flags.split(' ')]);

      expect(stderr).toContain(`tollgate ${proposed}`);
    });

    test('and a word that a shell would take apart is quoted', async () => {
      const { stderr } = await cliUnderTest().tollgate([...create, '--data', "my host's"]);

      expect(stderr).toContain(`--client ID --data 'my host'\\''s'`);
    });

    test('and without such flags proposes none', async () => {
      const { stderr } = await cliUnderTest().tollgate(create);

      expect(stderr).toBe('Created. Next: tollgate subscriptions create --product starter --client ID\n');
    });
  });

  test.each(COMMANDS.map(({ name }) => [name]))('shows the examples of `%s` before all else', async (name) => {
    const { exitCode, stdout } = await tollgate([...name.split(' '), '--help']);

    expect(exitCode).toBe(0);
    expect(stdout.indexOf('Examples:\n')).toBeGreaterThan(0);
    expect(stdout.indexOf('Examples:\n')).toBeLessThan(stdout.indexOf('Usage:'));
  });

  test('says what exit codes mean', async () => {
    const { stdout } = await tollgate(['help', 'exit-codes']);

    expect(stdout.match(/^ *\d+/gm)?.map(Number)).toEqual([0, 1, 2, 3, 4, 5, 6, 130]);
  });

  test('takes no secret as a flag', () => {
    const flags = COMMANDS.flatMap(({ flags }) => Object.keys(flags));

    expect(flags.filter((flag) => /secret|password|token$/i.test(flag)).toSorted()).toEqual(
      flags.filter((flag) => ['secretFile', 'secretStdin'].includes(flag)).toSorted(),
    );
  });

  test.each(SHELLS.map((shell) => [shell]))('completes every command in %s', (shell) => {
    const script = completionScript(shell, COMMANDS);

    for (const { name } of COMMANDS) expect(script).toContain(name.split(' ').at(-1));
    expect(script).toContain('key-approval');
  });

  test('is described by docs/cli.md as it is: npm run docs:cli writes it anew', () => {
    expect(readFileSync('docs/cli.md', 'utf8')).toBe(cliReference());
  });
});
