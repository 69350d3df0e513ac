/** Makes the demo product, client and subscription on the first run, through the registry's own API, and keeps the result. */
import { arrayOf, type JsonObject, stringOf } from '../json-value.ts';
import { readPrivateJson, writePrivateJson } from '../private-file.ts';
import type { SignedPost } from './signed-request.ts';
import type { ProjectMetadata } from './tollgate-metadata.ts';

export interface Demo {
  readonly clientId: string;
  readonly productId: string;
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly headerUrl?: string;
  readonly queryUrl?: string;
  /** The parameter that takes the token at `queryUrl`. */
  readonly queryParameter?: string;
}

export interface DemoProjects {
  /** The first that takes tokens in the header only. */
  readonly header: ProjectMetadata | undefined;
  /** The first that takes tokens in the query string as well. */
  readonly query: ProjectMetadata | undefined;
}

export function chooseDemoProjects(projects: readonly ProjectMetadata[]): DemoProjects {
  return {
    header: projects.find(({ locations }) => locations.length === 1 && locations[0] === 'header'),
    query: projects.find(({ locations }) => locations.includes('query')),
  };
}

/**
 * Gives the demo, made now or in an earlier run; undefined when there is no project to show.
 *
 * @param onNote told when the demo of an earlier run does not cover today's projects
 * @throws Error when the registry refuses
 */
export async function provideDemo(
  chosen: DemoProjects,
  file: string,
  post: SignedPost,
  onNote: (note: string) => void,
): Promise<Demo | undefined> {
  const projects = [chosen.header, chosen.query].filter((project) => project !== undefined);
  if (projects.length === 0) return undefined;
  const ids = projects.map(({ id }) => id);
  const urls = {
    ...(chosen.header === undefined ? {} : { headerUrl: chosen.header.exampleUrl }),
    ...(chosen.query === undefined
      ? {}
      : { queryUrl: chosen.query.exampleUrl, queryParameter: chosen.query.queryParameter }),
  };
  const kept = readPrivateJson(file);
  const { consumerKey, consumerSecret } = kept === undefined ? await subscribe(projects, post) : readKeys(kept);
  if (kept === undefined) {
    writePrivateJson(file, { consumerKey, consumerSecret, projects: ids });
  } else if (ids.some((id) => !arrayOf(kept.projects).includes(id))) {
    onNote(
      `The demo product was made for ${arrayOf(kept.projects).join(', ')}; --reset makes it anew for ${ids.join(', ')}.`,
    );
  }
  return { clientId: 'demo', productId: 'demo', consumerKey, consumerSecret, ...urls };
}

interface Keys {
  readonly consumerKey: string;
  readonly consumerSecret: string;
}

async function subscribe(projects: readonly ProjectMetadata[], post: SignedPost): Promise<Keys> {
  const scopes = [...new Set(projects.flatMap((project) => project.scopes))];
  await create(post, '/products', {
    productId: 'demo',
    displayName: 'Demo',
    projects: projects.map(({ id }) => ({ projectId: id })),
    scopes: scopes.length > 0 ? scopes : ['demo'],
  });
  await create(post, '/clients', { clientId: 'demo', displayName: 'Demo client', email: 'demo@example.com' });
  return readKeys(await create(post, '/subscriptions', { clientId: 'demo', productId: 'demo' }));
}

/** 409 is a product or client that is there already. */
async function create(post: SignedPost, path: string, body: JsonObject): Promise<JsonObject> {
  const answer = await post(path, body);
  if (answer.status === 201 || answer.status === 409) return answer.body;
  const reason = stringOf(answer.body.message) ?? stringOf(answer.body.detail) ?? stringOf(answer.body.title) ?? '';
  throw new Error(`The demo can't be made: POST ${path} answered ${answer.status} ${reason}`.trim());
}

function readKeys(body: JsonObject): Keys {
  const consumerKey = stringOf(body.consumerKey);
  const consumerSecret = stringOf(body.consumerSecret);
  if (consumerKey === undefined || consumerSecret === undefined) {
    throw new Error(
      "The demo can't be made: its subscription was made before and its secret is gone; --reset starts over.",
    );
  }
  return { consumerKey, consumerSecret };
}
