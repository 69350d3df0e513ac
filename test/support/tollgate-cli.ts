/** The command line in this process, in front of the registry's own handler with stores in memory: no network. */
import { createRegistryClient } from '#adapters/http/registry-client.ts';
import { createOutput, OUTPUT_FORMATS } from '#cli/output/output.ts';
import { run } from '#cli/run.ts';
import type { EvaluateCatalogue } from '#cli/scaffold/evaluate-catalogue.ts';
import type { Target } from '#cli/target/target.ts';
import { targetFlags } from '#cli/target/target-flags.ts';
import { evaluateHere } from './evaluate-here.ts';
import { registryUnderTest } from './registry-caller.ts';
import { CREATED_AT } from './registry-fixtures.ts';

export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects
  readonly json: any;
}

export interface CliOptions {
  /** What a person answers, in order; without it there is nobody to ask. */
  readonly answers?: readonly (string | boolean | readonly string[])[];
  readonly stdin?: string;
  /** Whose `projects/` are worked on; without it there are none. */
  readonly projectRoot?: string;
  /** @default - in this process, which takes a fraction of the time */
  readonly evaluateCatalogue?: EvaluateCatalogue;
  readonly env?: NodeJS.ProcessEnv;
  /** Whatever else is fetched. */
  readonly fetch?: typeof fetch;
  readonly target?: Partial<Target>;
  /** Width of the terminal; without it there is none. */
  readonly columns?: number;
  /** Answers instead of the registry. */
  readonly registryFetch?: typeof fetch;
}

/** @param dependencies of the registry, where they are others than {@link registryUnderTest} takes */
export function cliUnderTest(dependencies: Parameters<typeof registryUnderTest>[0] = {}) {
  const registry = registryUnderTest(dependencies);
  const requests: { method: string; path: string; headers: Headers }[] = [];

  const registryFetch: typeof fetch = async (input, { method = 'GET', headers, body } = {}) => {
    const url = new URL(String(input));
    const sent = new Headers(headers);
    const path = url.pathname.replace('/development', '') + url.search;
    requests.push({ method, path, headers: sent });
    const named = { 'If-Match': sent.get('if-match'), 'Idempotency-Key': sent.get('idempotency-key') };
    const present = Object.fromEntries(Object.entries(named).map(([name, value]) => [name, value ?? undefined]));
    const answer = await registry.call(method, path, body === undefined ? undefined : String(body), present);
    const text = answer.body === undefined ? null : JSON.stringify(answer.body);
    return new Response(text, {
      status: answer.status,
      headers: Object.entries(answer.headers).map(([a, b]) => [a, String(b)]),
    });
  };

  const tollgate = async (args: readonly string[], options: CliOptions = {}): Promise<CliResult> => {
    const stdout: string[] = [];
    const stderr: string[] = [];
    const streamTo = (lines: string[]) => ({
      write: (text: string | Uint8Array) =>
        void lines.push(typeof text === 'string' ? text : new TextDecoder().decode(text)),
    });
    const out = streamTo(stdout);
    const err = streamTo(stderr);
    const env = options.env ?? {};
    const answers = [...(options.answers ?? [])];
    const answer = async () => answers.shift();
    const exitCode = await run(args, {
      stdout: out,
      stderr: err,
      env,
      version: '0.0.0',
      createSession: (flags, setExitCode) => ({
        out: createOutput(
          { stdout: { ...out, columns: options.columns }, stderr: err, env },
          OUTPUT_FORMATS.find((one) => one === flags.output) ?? 'table',
        ),
        prompts: {
          interactive: options.answers !== undefined && !flags.noInput,
          confirm: async () => (await answer()) === true,
          // An answer that is refused is shown, and the next one is taken.
          text: async (_, { check } = {}) => {
            const text = String((await answer()) ?? '');
            const problem = check?.(text);
            if (problem === undefined) return text;
            err.write(`${problem}\n`);
            return String((await answer()) ?? '');
          },
          several: async () => [(await answer()) ?? []].flat().map(String),
          password: async () => String(await answer()),
        },
        env,
        projectRoot: options.projectRoot ?? '/nowhere',
        evaluateCatalogue: options.evaluateCatalogue ?? evaluateHere,
        targetFlags: targetFlags(flags),
        target: async () => ({ ...TARGET, ...options.target }),
        registry: async () =>
          createRegistryClient({
            url: TARGET.registryUrl,
            sign: TARGET.sign,
            fetch: options.registryFetch ?? registryFetch,
            sleep: async () => undefined,
          }),
        readStdin: async () => options.stdin ?? '',
        fetch: options.fetch ?? (() => Promise.reject(new Error('Nothing may be fetched here.'))),
        now: () => CREATED_AT,
        newId: () => crypto.randomUUID(),
        setExitCode,
      }),
    });
    return {
      exitCode,
      stdout: stdout.join(''),
      stderr: stderr.join(''),
      get json() {
        return JSON.parse(stdout.join(''));
      },
    };
  };
  return { tollgate, registry, requests, registryFetch };
}

const TARGET: Target = {
  serverGroup: 'development',
  account: '111122223333',
  region: 'eu-west-1',
  registryUrl: 'https://registry.example/development',
  gatewayUrl: 'https://gateway.example/development',
  tokenUrl: 'https://gateway.example/development/AccessToken',
  issuer: 'https://gateway.example/development',
  jwksUrl: 'https://gateway.example/development/.well-known/jwks.json',
  sign: async ({ headers }) => headers,
};
