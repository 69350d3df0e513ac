/** Appends what the functions write to one file each. */
import { createWriteStream, mkdirSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';

/** A log that has grown beyond this many bytes starts anew with the host. */
const LARGEST = 4 * 1024 * 1024;

export interface FunctionLog {
  write(line: string): void;
  close(): void;
}

export function openFunctionLog(directory: string, logicalId: string): FunctionLog {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = path.join(directory, `${logicalId}.log`);
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST) truncateSync(file);
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 });
  // A full disk must not end the host; the lines still reach whoever reads the outcome.
  stream.on('error', () => undefined);
  return {
    write: (line) => void stream.write(`${new Date().toISOString()} ${line}\n`),
    close: () => void stream.end(),
  };
}
