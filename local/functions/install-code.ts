/**
 * Lays a function's code down where it loads as it would in `/var/task`.
 *
 * The code is copied out of the assembly: below a package.json that says `"type": "module"` a CommonJS `index.js` would
 * be read as a module, and a new synth must not pull the files from under a running function.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FunctionCode } from './function-definition.ts';

/** @returns the directory that is the function's task root; it has the content's key as its name, so it never changes. */
export function installCode(code: FunctionCode, root: string): string {
  prepareRoot(root);
  const key = code.kind === 'asset' ? code.key : `${createHash('sha256').update(code.source).digest('hex')}.inline`;
  const directory = path.join(root, key.replaceAll(/[^\w.-]/g, '_'));
  if (existsSync(directory)) return directory;

  const partial = `${directory}.${process.pid}.partial`;
  rmSync(partial, { recursive: true, force: true });
  if (code.kind === 'asset') {
    cpSync(code.directory, partial, { recursive: true, dereference: true });
  } else {
    mkdirSync(partial, { mode: 0o700 });
    writeFileSync(path.join(partial, 'index.js'), code.source);
  }
  renameSync(partial, directory);
  return directory;
}

/** A package.json without a type ends Node's search for one, and the runtime's own AWS SDK can be found. */
function prepareRoot(root: string): void {
  const boundary = path.join(root, 'package.json');
  if (existsSync(boundary)) return;
  mkdirSync(path.join(root, 'node_modules'), { recursive: true, mode: 0o700 });
  const sdk = path.resolve(import.meta.dirname, '../../node_modules/@aws-sdk');
  const link = path.join(root, 'node_modules', '@aws-sdk');
  if (existsSync(sdk) && !existsSync(link)) symlinkSync(sdk, link, 'junction');
  writeFileSync(boundary, '{}\n');
}
