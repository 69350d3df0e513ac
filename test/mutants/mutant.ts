/** A mutant: a patch that breaks one protection of the product, and the test that has to notice. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface Mutant {
  readonly name: string;
  /** The patch, from the project's root. */
  readonly file: string;
  /** What the product does with it, in one sentence. */
  readonly does: string;
  /** The file of the test that kills it, from the project's root. */
  readonly testFile: string;
  /** The test's title as Jest prints it, without those of its groups. */
  readonly testTitle: string;
}

const FOLDER = 'test/mutants';

/** @throws Error for a patch that does not begin with what it does and what kills it */
export function readMutants(root = '.'): readonly Mutant[] {
  return readdirSync(path.join(root, FOLDER))
    .filter((name) => name.endsWith('.patch'))
    .sort()
    .map((name) => readMutant(`${FOLDER}/${name}`, readFileSync(path.join(root, FOLDER, name), 'utf8')));
}

export function readMutant(file: string, text: string): Mutant {
  const header =
    /^(?<does>[A-Z][^\n]*\.)\nKilled by: (?<testFile>test\/\S+\.test\.ts) › (?<testTitle>[^\n]+)\n\n?diff /;
  const { does, testFile, testTitle } = header.exec(text)?.groups ?? {};
  if (does === undefined || testFile === undefined || testTitle === undefined) {
    throw new Error(`${file} must begin with a sentence, and "Killed by: <test file> › <title>" in the next line.`);
  }
  return { name: path.basename(file, '.patch'), file, does, testFile, testTitle };
}
