// Keeps what a host makes signing keys of, for tests that sign with them: `node --import 'file:///…/keep-signing-keys.mjs?folder=<folder>'`.
// Nothing of the product knows of it; the keys are those of one test run.
import crypto from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';

const folder = new URL(import.meta.url).searchParams.get('folder');
const { generateKeyPairSync } = crypto;

crypto.generateKeyPairSync = (...parameters) => {
  const pair = generateKeyPairSync(...parameters);
  if (Buffer.isBuffer(pair.privateKey)) {
    const name = crypto.createHash('sha256').update(pair.publicKey).digest('hex');
    writeFileSync(path.join(folder, `${name}.der`), pair.privateKey, { mode: 0o600 });
  }
  return pair;
};
syncBuiltinESMExports();
