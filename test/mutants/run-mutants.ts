/** `npm run test:mutants`: breaks one protection after another in a copy, and demands that the test about it fails. */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { type Mutant, readMutants } from './mutant.ts';
import { type Outcome, outcomeOf, runTests } from './named-tests.ts';
import { applyPatch, copyProject } from './patching.ts';

const ROOT = process.cwd();
const WORKERS = Math.min(2, availableParallelism());

const LIVES = {
  passed: 'its test passes',
  broken: 'its test broke down instead of failing by an assertion',
  missing: 'its test was not found',
} as const satisfies Readonly<Record<Exclude<Outcome, 'failed'>, string>>;

/** @returns why the mutant lives; undefined when it was killed */
async function tryMutant(folder: string, mutant: Mutant): Promise<string | undefined> {
  const refused = applyPatch(folder, mutant.file);
  if (refused !== undefined) return `does not apply: ${refused}`;
  const outcome = outcomeOf(await runTests(folder, [mutant], 1), mutant);
  const stuck = applyPatch(folder, mutant.file, '--reverse');
  if (stuck !== undefined) throw new Error(`${mutant.file} cannot be taken out again: ${stuck}`);
  return outcome === 'failed' ? undefined : `${LIVES[outcome]}: ${mutant.testFile} › ${mutant.testTitle}`;
}

/** @returns the tests that do not pass by themselves, so that their failing would show nothing */
async function findRedTests(folder: string, mutants: readonly Mutant[]): Promise<readonly string[]> {
  const report = await runTests(folder, mutants, WORKERS);
  return mutants
    .map((mutant) => ({ mutant, outcome: outcomeOf(report, mutant) }))
    .filter(({ outcome }) => outcome !== 'passed')
    .map(({ mutant, outcome }) => `${mutant.name}: without it, ${mutant.testFile} › ${mutant.testTitle} is ${outcome}`);
}

async function runMutants(mutants: readonly Mutant[], temporary: string): Promise<number> {
  const folders = Array.from({ length: WORKERS }, (_, index) => path.join(temporary, String(index)));
  for (const folder of folders) copyProject(ROOT, folder);
  const red = await findRedTests(folders[0] ?? '', mutants);
  for (const problem of red) console.log(problem);
  if (red.length > 0) return red.length;

  const waiting = [...mutants];
  let survived = 0;
  const work = async (folder: string) => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const started = performance.now();
      const life = await tryMutant(folder, mutant);
      if (life !== undefined) survived += 1;
      const seconds = ((performance.now() - started) / 1_000).toFixed(1);
      console.log(`${life === undefined ? 'killed' : 'SURVIVED'}  ${seconds} s  ${mutant.name}`);
      if (life !== undefined) console.log(`  ${mutant.does}\n  ${life}`);
    }
  };
  await Promise.all(folders.map(work));
  console.log(`${mutants.length - survived} mutants killed, ${survived} survived`);
  return survived;
}

const wanted = process.argv.slice(2);
const mutants = readMutants(ROOT).filter(
  ({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)),
);
if (mutants.length === 0) throw new Error(`No mutant's name holds ${wanted.join(' or ')}.`);
const temporary = mkdtempSync(path.join(tmpdir(), 'tollgate-mutants-'));
process.once('exit', () => rmSync(temporary, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
process.exitCode = (await runMutants(mutants, temporary)) === 0 ? 0 : 1;
