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
    value: '"project operation"',
    description:
      'Open only this of a project: methods and a path, for instance "orders-1.0 GET,HEAD /items/{id}", or operations of a WSDL project, for instance "weather-1.0 GetForecast,GetCities"; may be given several times',
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
  authenticationMethod: {
    kind: 'list',
    value: 'method',
    choices: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    description: 'A way in which its clients may authenticate (default: all); may be given several times',
  },
  tokenLifetime: { kind: 'text', value: 'duration', description: 'How long its access tokens live, for instance 10m' },
  description: { kind: 'text', value: 'text', description: 'What it is for' },
} as const;

type Project = WireProduct['projects'][number];
type Narrowing = Omit<Project, 'projectId'>;
type Operation = NonNullable<Project['operations']>[number];
type AuthenticationMethod = NonNullable<WireProduct['authenticationMethods']>[number];
type Method = Operation['methods'][number];

const METHODS: readonly Method[] = ['ANY', 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Projects in the order given; undefined for none. @throws CliError */
export function readProjects(projects: readonly string[], operations: readonly string[]): Project[] | undefined {
  const narrowed = new Map<string, Narrowing>();
  for (const text of operations) {
    const { projectId, ...more } = readNarrowing(text);
    narrowed.set(projectId, joined(projectId, narrowed.get(projectId) ?? {}, more));
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
    ...[...narrowed].map(([projectId, narrowing]) => ({ projectId, ...narrowing })),
  ];
  return all.length === 0 ? undefined : all;
}

/** Undefined for none. */
export function readMethods(given: readonly string[]): AuthenticationMethod[] | undefined {
  const methods = PRODUCT_FLAGS.authenticationMethod.choices.filter((method) => given.includes(method));
  return methods.length === 0 ? undefined : methods;
}

/** Milliseconds. */
export function readLifetime(text: string | undefined): number | undefined {
  return text === undefined ? undefined : readDuration('--token-lifetime', text);
}

/** Two words name operations of a WSDL project, three say methods and a path. */
function readNarrowing(text: string): Project {
  const [projectId, names, path, ...more] = text.trim().split(/\s+/);
  if (projectId === undefined || names === undefined || more.length > 0) {
    throw usageError(
      `--operation wants "project methods path", or "project names" of a WSDL project, not "${text}".`,
      'For instance: --operation "orders-1.0 GET,HEAD /items/{id}" or --operation "weather-1.0 GetForecast"',
    );
  }
  return path === undefined
    ? { projectId, soapOperations: names.split(',') }
    : { projectId, operations: [{ methods: names.split(',').map(readMethod), path }] };
}

function joined(projectId: string, one: Narrowing, other: Narrowing): Narrowing {
  const all = { ...one, ...other };
  if (all.operations !== undefined && all.soapOperations !== undefined) {
    throw usageError(
      `"${projectId}" is given with methods and a path, and with names of operations.`,
      'A WSDL project has operations with names, any other methods and paths.',
    );
  }
  if (all.operations !== undefined) return { operations: [...(one.operations ?? []), ...all.operations] };
  return { soapOperations: [...(one.soapOperations ?? []), ...(other.soapOperations ?? [])] };
}

function readMethod(text: string): Method {
  const method = METHODS.find((one) => one === text.toUpperCase());
  if (method === undefined) throw usageError(`There is no method "${text}".`, `Methods are ${METHODS.join(', ')}.`);
  return method;
}
