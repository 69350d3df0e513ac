/** Public keys of a client, read from a file as they are usually kept: a JWK Set, a single JWK, or PEM. */
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type ClientKeys, parseClientKeys } from '#core/registry/contract.ts';
import { CliError, usageError } from '../../cli-error.ts';
import { EXIT_CODES } from '../../exit-codes.ts';

export const JWKS_FLAG = {
  kind: 'text',
  value: 'path',
  description: "Public keys for private_key_jwt: a file with a JWK Set, a JWK, or PEM; '-' is stdin",
} as const;

type Jwk = Readonly<Record<string, unknown>>;

const PEM = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;
/** What the registry keeps of a public key; the rest, such as certificates and hints for browsers, is left out. */
const KEPT = ['kty', 'crv', 'x', 'y', 'n', 'e', 'kid', 'alg', 'use'];
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const NEXT = 'For instance: openssl pkey -in private.pem -pubout -out public.pem';

/** @throws CliError for a file that cannot be read, holds no key, or holds a private one */
export async function readKeySet(path: string, readStdin: () => Promise<string>): Promise<ClientKeys> {
  const text = path === '-' ? await readStdin() : readFile(path);
  const keys = text.includes('-----BEGIN ') ? keysOfPem(text) : keysOfJson(text);
  if (keys.length === 0) throw usageError('--jwks names a file without a public key.', NEXT);
  for (const key of keys) assertPublic(key);
  const kept = keys.map((key) => Object.fromEntries(Object.entries(key).filter(([name]) => KEPT.includes(name))));
  const parsed = parseClientKeys({ keys: kept });
  if (parsed.ok) return parsed.value;
  const problems = parsed.failure.map(({ field, message }) => `${field} ${message}`).join('; ');
  throw usageError(`--jwks: ${problems}.`, 'P-256, Ed25519, and RSA of 3072 to 4096 bits will do.');
}

function keysOfPem(text: string): readonly Jwk[] {
  return [...text.matchAll(PEM)].map(([pem, label = '']) => {
    if (label.includes('PRIVATE')) throw privateKey();
    try {
      return { ...createPublicKey(pem).export({ format: 'jwk' }) };
    } catch {
      throw usageError(`--jwks names a file with a ${label} that is no public key.`, NEXT);
    }
  });
}

function keysOfJson(text: string): readonly Jwk[] {
  const content = parse(text);
  const list: readonly unknown[] = Array.isArray(content.keys) ? content.keys : 'kty' in content ? [content] : [];
  return list.map((key) => {
    if (typeof key !== 'object' || key === null) throw usageError('--jwks names a file with a key that is none.', NEXT);
    return { ...key };
  });
}

function parse(text: string): Jwk {
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content === 'object' && content !== null) return { ...content };
  } catch {
    // Its text is not repeated: it could be a private key.
  }
  throw usageError('--jwks names a file that is neither JSON nor PEM.', NEXT);
}

function assertPublic(key: Jwk): void {
  if (PRIVATE.some((member) => Object.hasOwn(key, member))) throw privateKey();
}

function privateKey(): CliError {
  return usageError('--jwks names a file with a private key, which its client alone may have. It was not sent.', NEXT);
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CliError(`${path} cannot be read.`, 'Check the path given with --jwks.', EXIT_CODES.usage, { cause });
  }
}
