/** Files that only their owner may read, replaced in one step so that nobody ever reads half of one. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type JsonObject, parseObject } from './json-value.ts';

/** Writes JSON with mode 0600; folders that are missing are made with mode 0700. */
export function writePrivateJson(file: string, value: unknown): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const partial = `${file}.${process.pid}.partial`;
  writeFileSync(partial, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(partial, file);
}

/** The object in the file, or undefined when there is none or it can't be read as one. */
export function readPrivateJson(file: string): JsonObject | undefined {
  try {
    return parseObject(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
