/** What a command works with: where it talks, which server group it talks to, whom it may ask. */
import type { RegistryClient } from '#adapters/http/registry-client.ts';
import type { Prompts } from './interaction/prompts.ts';
import type { Output } from './output/output.ts';
import type { EvaluateCatalogue } from './scaffold/evaluate-catalogue.ts';
import type { Target } from './target/target.ts';

export interface Session {
  readonly out: Output;
  readonly prompts: Prompts;
  readonly env: NodeJS.ProcessEnv;
  /** The folder of this clone, which holds `projects/`. */
  readonly projectRoot: string;
  readonly evaluateCatalogue: EvaluateCatalogue;
  /** Found at the first call. @throws CliError when there is none */
  target(): Promise<Target>;
  /** The flags that chose it, each with a space before it, for commands that are proposed. */
  readonly targetFlags: string;
  /** The registry API of the target. */
  registry(): Promise<RegistryClient>;
  readStdin(): Promise<string>;
  readonly fetch: typeof fetch;
  /** Epoch milliseconds. */
  now(): number;
  /** For idempotency keys. */
  newId(): string;
  /** Ends the command with this code although nothing is thrown. */
  setExitCode(code: number): void;
}
