/** The file of `tollgate apply`: products, clients and subscriptions as they shall be. */
import { usageError } from '../cli-error.ts';
import { readTime } from '../commands/times.ts';

export type Entry = Readonly<Record<string, unknown>>;

export interface Manifest {
  readonly products: readonly Entry[];
  readonly clients: readonly Entry[];
  /** Told apart by client and product, or by `consumerKey` where a client has several to one product. */
  readonly subscriptions: readonly Entry[];
}

const SECTIONS = ['products', 'clients', 'subscriptions'] as const;
const STATUSES = ['pending', 'active', 'paused', 'revoked'] as const;
export type SubscriptionStatus = (typeof STATUSES)[number];

/** What the registry itself keeps about a thing; it may stand in a file, and says nothing. */
const KEPT_BY_REGISTRY = ['revision', 'createdAt', 'changedAt', 'secrets', 'expiresSoon', 'tokensNotBefore'];

/** @param source YAML or JSON, which is YAML too @throws CliError */
export async function readManifest(source: string): Promise<Manifest> {
  const content = await parse(source);
  if (!isEntry(content))
    throw usageError('The file holds no products, clients or subscriptions.', 'See docs/cli.md for its form.');
  const unknown = Object.keys(content).find((name) => !SECTIONS.some((section) => section === name));
  if (unknown !== undefined) throw usageError(`The file has "${unknown}", which is none of ${SECTIONS.join(', ')}.`);
  const manifest = {
    products: entriesOf(content, 'products', ['productId']).map(withProjects),
    clients: entriesOf(content, 'clients', ['clientId']),
    subscriptions: entriesOf(content, 'subscriptions', ['clientId', 'productId']).map(withTimes),
  };
  for (const { status, endTokens } of manifest.subscriptions) {
    assertStatus(status);
    if (endTokens !== undefined) {
      throw usageError(
        '"endTokens" is no state that a subscription can be in.',
        'Use tollgate subscriptions update --end-tokens.',
      );
    }
  }
  return manifest;
}

export function isSubscriptionStatus(value: unknown): value is SubscriptionStatus {
  return STATUSES.some((status) => status === value);
}

async function parse(source: string): Promise<unknown> {
  const { parse: parseYaml } = await import('yaml');
  try {
    return parseYaml(source, { schema: 'core', strict: true, uniqueKeys: true, maxAliasCount: 100 });
  } catch (cause) {
    const [line] = cause instanceof Error ? cause.message.split('\n') : [''];
    throw usageError(`The file is neither YAML nor JSON: ${line}`, 'Correct it and try again.');
  }
}

function entriesOf(content: Entry, section: (typeof SECTIONS)[number], ids: readonly string[]): readonly Entry[] {
  const list = content[section] ?? [];
  if (!Array.isArray(list)) throw usageError(`"${section}" must be a list.`);
  const entries = list.map((entry: unknown, index) => {
    if (!isEntry(entry)) throw usageError(`${section}[${index}] must have fields.`);
    const missing = ids.find((id) => typeof entry[id] !== 'string' || entry[id] === '');
    if (missing !== undefined) throw usageError(`${section}[${index}].${missing} is required.`);
    return Object.fromEntries(Object.entries(entry).filter(([name]) => !KEPT_BY_REGISTRY.includes(name)));
  });
  const keys = entries.map((entry) => [...ids, 'consumerKey'].map((id) => entry[id]).join(' '));
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw usageError(`"${twice.trim()}" stands in ${section} twice.`);
  return entries;
}

/** A project may be written as its id alone. */
function withProjects(product: Entry): Entry {
  if (!Array.isArray(product.projects)) return product;
  return {
    ...product,
    projects: product.projects.map((project: unknown) =>
      typeof project === 'string' ? { projectId: project } : project,
    ),
  };
}

/** A day is its first moment in UTC. */
function withTimes(subscription: Entry): Entry {
  return Object.fromEntries(
    Object.entries(subscription).map(([name, value]) => [
      name,
      (name === 'validFrom' || name === 'expiresAt') && typeof value === 'string' ? readTime(value) : value,
    ]),
  );
}

function assertStatus(status: unknown): void {
  if (status === undefined || isSubscriptionStatus(status)) return;
  throw usageError(`A subscription cannot be "${String(status)}".`, `It is one of ${STATUSES.join(', ')}.`);
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
