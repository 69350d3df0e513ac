/** Flags that say what a product is made of. */
import type { WireProduct } from '#core/registry/contract.ts';
import { usageError } from '../../cli-error.ts';
import { readDuration } from '../times.ts';

export const PRODUCT_FLAGS = {
  project: {
    kind: 'list',
    value: 'project-id',
    description: 'An API project that the product opens; may be given several times',
  },
  operation: {
    kind: 'list',
    value: '"project methods path"',
    description:
      'Open only this of a project, for instance "orders-1.0 GET,HEAD /items/{id}"; may be given several times',
  },
  scope: { kind: 'list', value: 'scope', description: 'A scope that tokens may hold; may be given several times' },
  access: {
    kind: 'text',
    value: 'who',
    choices: ['public', 'private'],
    description: 'Whether clients may be told of it',
  },
  keyApproval: {
    kind: 'text',
    value: 'how',
    choices: ['automatic', 'manual'],
    description: 'Whether new subscriptions wait to be approved',
  },
  tokenLifetime: { kind: 'text', value: 'duration', description: 'How long its access tokens live, for instance 10m' },
  description: { kind: 'text', value: 'text', description: 'What it is for' },
} as const;

type Project = WireProduct['projects'][number];
type Operation = NonNullable<Project['operations']>[number];
type Method = Operation['methods'][number];

const METHODS: readonly Method[] = ['ANY', 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Projects in the order given; undefined for none. @throws CliError */
export function readProjects(projects: readonly string[], operations: readonly string[]): Project[] | undefined {
  const narrowed = new Map<string, Operation[]>();
  for (const text of operations) {
    const { projectId, ...operation } = readOperation(text);
    narrowed.set(projectId, [...(narrowed.get(projectId) ?? []), operation]);
  }
  const twice = projects.find((projectId) => narrowed.has(projectId));
  if (twice !== undefined) {
    throw usageError(
      `"${twice}" is given with --project, which opens all of it, and with --operation.`,
      'Leave one of them out.',
    );
  }
  const all = [
    ...projects.map((projectId) => ({ projectId })),
    ...[...narrowed].map(([projectId, own]) => ({ projectId, operations: own })),
  ];
  return all.length === 0 ? undefined : all;
}

/** Milliseconds. */
export function readLifetime(text: string | undefined): number | undefined {
  return text === undefined ? undefined : readDuration('--token-lifetime', text);
}

function readOperation(text: string): Operation & { readonly projectId: string } {
  const [projectId, methods, path, ...more] = text.trim().split(/\s+/);
  if (projectId === undefined || methods === undefined || path === undefined || more.length > 0) {
    throw usageError(
      `--operation wants "project methods path", not "${text}".`,
      'For instance: --operation "orders-1.0 GET,HEAD /items/{id}"',
    );
  }
  return { projectId, methods: methods.split(',').map(readMethod), path };
}

function readMethod(text: string): Method {
  const method = METHODS.find((one) => one === text.toUpperCase());
  if (method === undefined) throw usageError(`There is no method "${text}".`, `Methods are ${METHODS.join(', ')}.`);
  return method;
}
