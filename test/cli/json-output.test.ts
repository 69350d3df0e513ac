import { rmSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Command as Parser } from 'commander';
import { secretHasher } from '#adapters/runtime/secret-hasher.ts';
import { buildProgram } from '#cli/command/program.ts';
import { COMMANDS } from '#cli/commands/all-commands.ts';
import { safeJson } from '#cli/output/terminal-text.ts';
import { cliUnderTest } from '../support/tollgate-cli.ts';
import { aJsonWorld, type JsonCase } from './json-output/json-world.ts';
import { CLIENT_CASES, PRODUCT_CASES } from './json-output/product-and-client-cases.ts';
import { AUDIT_CASES, FILE_CASES, PROJECT_CASES } from './json-output/registry-cases.ts';
import { SIGNING_KEY_CASES } from './json-output/signing-key-cases.ts';
import { SECRET_CASES, SECRET_FILE, SUBSCRIPTION_CASES } from './json-output/subscription-and-secret-cases.ts';
import { TOKEN_CASES, tokenOf } from './json-output/token-cases.ts';

const CASES: readonly JsonCase[] = [
  ...PRODUCT_CASES,
  ...CLIENT_CASES,
  ...SUBSCRIPTION_CASES,
  ...SECRET_CASES,
  ...SIGNING_KEY_CASES,
  ...TOKEN_CASES,
  ...AUDIT_CASES,
  ...PROJECT_CASES,
  ...FILE_CASES,
];

/** What is no JSON whatever is asked for, and why. */
const NOT_JSON = [
  { line: 'completion bash', why: 'a script, which a shell reads', starts: '_tollgate() {' },
  { line: '--help', why: 'text for people', starts: 'Examples:' },
  { line: 'help exit-codes', why: 'text for people', starts: '    0  ' },
  { line: 'products list --help', why: 'text for people', starts: 'List products.' },
  { line: '--version', why: 'a version alone, as of every tool', starts: '0.0.0' },
];

const SECRETS = /tgs_[0-9A-Za-z]|\bey[\w-]{8,}\.ey[\w-]+\.|Bearer ey|Basic /;

const ROWS = CASES.map((one) => [`tollgate ${one.command}`, one.when ?? 'it is done', one] as const);

afterEach(() => rmSync(SECRET_FILE, { force: true }));

describe('--output json', () => {
  test('is tested of every command of the program', () => {
    const program = buildProgram(async () => undefined, '0.0.0', { out: () => undefined, err: () => undefined });
    const paths = leavesOf(program);
    const tested = new Set([...CASES.map(({ command }) => command), 'completion']);

    expect([...tested].toSorted()).toEqual(paths.toSorted());
    expect(COMMANDS.map(({ name }) => name).toSorted()).toEqual(paths.toSorted());
  });

  test.each(ROWS)(
    'of `%s` is one document of its own shape when %s, and everything else goes to stderr',
    async (_, __, one) => {
      const { world, result } = await carryOut(one);

      expect(result.stderr.split('\n').slice(0, -1)).toEqual(one.talk?.(world) ?? []);
      expect(result.exitCode).toBe(one.exitCode ?? 0);
      expect(result.json).toStrictEqual(one.json(world));
      expect(result.stdout).toBe(`${safeJson(result.json)}\n`);
    },
  );

  test.each(ROWS)('of `%s` holds no secret when %s, but the one that is meant to be shown', async (_, __, one) => {
    const { world, result } = await carryOut(one);
    const meant = one.secretOf?.(result.json);
    const rest = meant === undefined ? result.stdout : result.stdout.replace(meant, '');

    const known = [world.consumerSecret, secretHasher.hash(world.consumerSecret), tokenOf(world)];
    for (const text of [rest, result.stderr]) {
      expect(text).not.toMatch(SECRETS);
      for (const secret of known) expect(text).not.toContain(secret);
    }
    if (meant !== undefined) expect(meant).toMatch(SECRETS);
  });

  test.each(NOT_JSON)('changes nothing of `tollgate $line`: it is $why', async ({ line, starts }) => {
    const { tollgate } = cliUnderTest();

    const plain = await tollgate(line.split(' '));
    const asked = await tollgate([...line.split(' '), '--output', 'json']);

    expect(plain).toMatchObject({ exitCode: 0, stderr: '' });
    expect(plain.stdout.startsWith(starts)).toBe(true);
    expect(asked).toMatchObject({ exitCode: 0, stderr: '', stdout: plain.stdout });
  });

  test.each([
    ['there is no such thing', ['products', 'show', 'gone']],
    ['the command line is wrong', ['products', 'list', '--limit', 'x']],
    ['a noun stands alone', ['products']],
    ['the answer is no', ['clients', 'delete', 'acme']],
  ])('leaves stdout empty when %s', async (_, args) => {
    const { tollgate } = await aJsonWorld();

    const result = await tollgate(['--output', 'json', ...args], { answers: [''] });

    expect(result).toMatchObject({ stdout: '', stderr: expect.stringMatching(/\S/) });
    expect(result.exitCode).not.toBe(0);
  });

  test('may be asked for before the command and after it', async () => {
    const { tollgate } = await aJsonWorld();

    const { stdout } = await tollgate(['products', 'list', '-o', 'json']);

    expect((await tollgate(['-o', 'json', 'products', 'list'])).stdout).toBe(stdout);
    expect((await tollgate(['-o', 'table', 'product', 'list', '--output=json'])).stdout).toBe(stdout);
  });
});

async function carryOut({ command, args, before, options }: JsonCase) {
  const seeded = await aJsonWorld();
  const world = { ...seeded, prepared: await before?.(seeded) };
  const words = [...command.split(' '), ...(args?.(world) ?? []), '--output', 'json'];
  return { world, result: await world.tollgate(words, options?.(world)) };
}

/** The words of every command that the parser knows. */
function leavesOf(parser: Parser, words: readonly string[] = []): readonly string[] {
  if (parser.commands.length === 0) return [words.join(' ')];
  return parser.commands.flatMap((one) => leavesOf(one, [...words, one.name()]));
}
