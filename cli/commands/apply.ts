/** `tollgate apply` */
import { readFileSync } from 'node:fs';
import { CliError } from '../cli-error.ts';
import { defineCommand } from '../command/command.ts';
import { takesAway } from '../declarative/differences.ts';
import { type Manifest, readManifest } from '../declarative/manifest.ts';
import { planClient, planProduct } from '../declarative/plan-products-and-clients.ts';
import { planSubscription } from '../declarative/plan-subscription.ts';
import type { NewCredentials, Step } from '../declarative/step.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { AGREEMENT_FLAGS, agree } from '../interaction/agree.ts';
import { reserveSecretFile, type SecretFile } from '../output/secret-file.ts';
import type { Column } from '../output/table.ts';
import type { Session } from '../session.ts';

export const apply = defineCommand({
  name: 'apply',
  summary: 'Make products, clients and subscriptions as a file says',
  details:
    'The file is YAML or JSON with lists of products, clients and subscriptions, as `tollgate export` writes it. What it leaves out stays as it is, and null takes a field away; nothing is deleted. Applying it twice changes nothing. Secrets of new subscriptions are shown once. It asks only when something is taken away.',
  examples: [
    { line: 'tollgate apply -f registry.yaml --dry-run', about: 'What would change' },
    {
      line: 'tollgate apply -f registry.yaml --secret-file new-secrets.jsonl',
      about: 'New secrets go to a new file, a line of JSON each',
    },
    {
      line: 'tollgate export --server-group development | tollgate apply -f - --server-group staging --yes',
      about: 'From one server group to another',
    },
  ],
  arguments: {},
  flags: {
    file: { kind: 'text', short: 'f', value: 'path', description: 'The file; - is stdin', required: true },
    secretFile: {
      kind: 'text',
      value: 'path',
      description: 'Write secrets of new subscriptions to this new file (mode 0600), a line of JSON each',
    },
    ...AGREEMENT_FLAGS,
  },
  run: async (_, { file, secretFile, yes, dryRun }, session) => {
    const manifest = await readManifest(file === '-' ? await session.readStdin() : readSource(file));
    const steps = await plan(session, manifest);
    const total = manifest.products.length + manifest.clients.length + manifest.subscriptions.length;
    if (dryRun || steps.length === 0) {
      show(session, steps, [], dryRun);
      session.out.talk(summary(steps.length, total, dryRun));
      return;
    }
    if (!(await agreeToLosses(session, steps, yes))) return;
    const secrets = secretFile === undefined ? undefined : reserveSecretFile(secretFile);
    try {
      await carryOut(session, steps, secrets);
    } finally {
      secrets?.close();
    }
    session.out.talk(summary(steps.length, total, false));
  },
});

/** In this order, since subscriptions refer to products and clients. */
async function plan(session: Session, { products, clients, subscriptions }: Manifest): Promise<readonly Step[]> {
  const registry = await session.registry();
  const steps: Step[] = [];
  for (const entry of products) steps.push(...(await planProduct(registry, entry, session.newId)));
  for (const entry of clients) steps.push(...(await planClient(registry, entry, session.newId)));
  for (const entry of subscriptions) steps.push(...(await planSubscription(registry, entry, session.newId)));
  return steps;
}

async function agreeToLosses(session: Session, steps: readonly Step[], yes: boolean): Promise<boolean> {
  // From what is only made nothing can be taken.
  const losses = steps.filter(({ action, changes }) => action === 'change' && changes.some(takesAway));
  if (losses.length === 0) return true;
  const consequences = losses.map(
    (step) => `${step.kind} ${step.name}: ${describeChanges({ ...step, changes: step.changes.filter(takesAway) })}`,
  );
  return agree(
    session,
    { action: `Apply ${steps.length} changes that take something away`, consequences },
    { yes, dryRun: false },
  );
}

/** Shows what was done even when a step fails: a secret that was made is shown now or never. */
async function carryOut(session: Session, steps: readonly Step[], file: SecretFile | undefined): Promise<void> {
  const done: Step[] = [];
  const made: NewCredentials[] = [];
  try {
    for (const step of steps) {
      const credentials = await step.carryOut();
      done.push(step);
      if (credentials === undefined) continue;
      if (credentials.consumerSecret !== undefined) file?.add(`${JSON.stringify(credentials)}\n`);
      made.push(credentials);
    }
  } finally {
    const shown = made.map((credentials) => shownBeside(credentials, file));
    show(session, done, shown, false);
    if (made.some(({ consumerSecret }) => consumerSecret !== undefined)) {
      session.out.talk(
        file === undefined
          ? 'Store the consumer secrets now: they cannot be shown again.'
          : `The consumer secrets are in ${file.path}; they cannot be shown again.`,
      );
    }
  }
}

/** Its product may take no secrets; then there is none, in the file neither. */
function shownBeside({ consumerSecret, ...rest }: NewCredentials, file: SecretFile | undefined): object {
  if (consumerSecret === undefined) return rest;
  return file === undefined ? { ...rest, consumerSecret } : { ...rest, secretFile: file.path };
}

function show({ out }: Session, steps: readonly Step[], subscriptions: readonly object[], dryRun: boolean): void {
  const changes = steps.map(({ kind, name, action, changes: fields }) => ({ action, kind, name, fields }));
  if (out.format === 'json' || steps.length > 0) out.list(steps, STEP_COLUMNS, { dryRun, changes, subscriptions });
  if (out.format === 'table') for (const one of subscriptions) out.thing(one, CREDENTIAL_FIELDS);
}

const STEP_COLUMNS: readonly Column<Step>[] = [
  { heading: 'action', value: ({ action }) => action },
  { heading: 'kind', value: ({ kind }) => kind },
  { heading: 'name', value: ({ name }) => name },
  { heading: 'what', value: describeChanges },
];

const CREDENTIAL_FIELDS: readonly Column<object>[] = [
  ['client', 'clientId'],
  ['product', 'productId'],
  ['consumer key', 'consumerKey'],
  ['consumer secret', 'consumerSecret'],
  ['secret file', 'secretFile'],
].map(([heading = '', field = '']) => ({
  heading,
  value: (one) => {
    const [, value] = Object.entries(one).find(([name]) => name === field) ?? [];
    return typeof value === 'string' ? value : undefined;
  },
}));

function describeChanges({ action, changes }: Step): string {
  const text = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));
  return changes
    .map(({ field, from, to }) =>
      action === 'create' ? `${field} ${text(to)}` : `${field} ${text(from)} → ${text(to)}`,
    )
    .join(', ');
}

function summary(changed: number, total: number, dryRun: boolean): string {
  if (changed === 0) return 'Everything is as the file says.';
  return `${changed} of ${total} ${dryRun ? 'would change; nothing was changed' : 'changed'}.`;
}

function readSource(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CliError(`${path} cannot be read.`, 'Check the path given with --file.', EXIT_CODES.usage, { cause });
  }
}
