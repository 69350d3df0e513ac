/** The key pairs of this host: one for callers of signed APIs, kept; one for its own functions, new at every start. */
import { randomBytes } from 'node:crypto';
import { stringOf } from './json-value.ts';
import { readPrivateJson, writePrivateJson } from './private-file.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The pair that SigV4 requests are signed with; made at the first start. */
export function loadCredentials(file: string): Credentials {
  const kept = readPrivateJson(file);
  const accessKeyId = stringOf(kept?.accessKeyId);
  const secretAccessKey = stringOf(kept?.secretAccessKey);
  if (accessKeyId !== undefined && secretAccessKey !== undefined) return { accessKeyId, secretAccessKey };
  const credentials = makeCredentials();
  writePrivateJson(file, credentials);
  return credentials;
}

/** Looks like a real pair, so that every SDK takes it, and says that it is none. */
export function makeCredentials(): Credentials {
  return {
    accessKeyId: `AKIALOCAL${randomBytes(8).toString('hex').slice(0, 11).toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64url'),
  };
}
