import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { chooseDemoProjects, provideDemo } from '#local/demo/create-demo.ts';
import { readTollgateMetadata } from '#local/demo/tollgate-metadata.ts';
import { temporaryDirectory } from '../support/write-assembly.ts';

const { projects } = readTollgateMetadata({
  Tollgate: {
    projects: [
      {
        id: 'weather',
        locations: ['header', 'query'],
        exampleUrl: 'http://w',
        queryParameter: 'token',
        scopes: ['a', 'b'],
      },
      { id: 'orders', locations: ['header'], exampleUrl: 'http://o', scopes: ['b', 'c'] },
      { id: 'more', locations: ['header'], exampleUrl: 'http://m', scopes: ['z'] },
    ],
  },
});
const chosen = chooseDemoProjects(projects);

function registry(statuses: Readonly<Record<string, number>> = {}) {
  const requests: unknown[] = [];
  const post = async (target: string, body: Readonly<Record<string, unknown>>) => {
    requests.push([target, body]);
    return { status: statuses[target] ?? 201, body: { consumerKey: 'tgk_a', consumerSecret: 'tgs_b', message: 'no' } };
  };
  return { requests, post };
}

const demo = {
  clientId: 'demo',
  productId: 'demo',
  consumerKey: 'tgk_a',
  consumerSecret: 'tgs_b',
  headerUrl: 'http://o',
  queryUrl: 'http://w',
  queryParameter: 'token',
};
const never = (note: string) => {
  throw new Error(note);
};

test('is made once, for the first header and the first query project, and kept privately', async () => {
  const file = path.join(temporaryDirectory(), 'demo.json');
  const { requests, post } = registry();

  expect(await provideDemo(chosen, file, post, never)).toEqual(demo);
  expect(await provideDemo(chosen, file, post, never)).toEqual(demo);

  expect(requests).toEqual([
    [
      '/products',
      {
        productId: 'demo',
        displayName: 'Demo',
        projects: [{ projectId: 'orders' }, { projectId: 'weather' }],
        scopes: ['b', 'c', 'a'],
      },
    ],
    ['/clients', { clientId: 'demo', displayName: 'Demo client', email: 'demo@example.com' }],
    ['/subscriptions', { clientId: 'demo', productId: 'demo' }],
  ]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('goes on when product and client are there already', async () => {
  const { post } = registry({ '/products': 409, '/clients': 409 });

  expect(await provideDemo(chosen, path.join(temporaryDirectory(), 'demo.json'), post, never)).toEqual(demo);
});

test('has a scope of its own when the projects have none', async () => {
  const { requests, post } = registry();
  const bare = projects.map((project) => ({ ...project, scopes: [] }));

  await provideDemo(chooseDemoProjects(bare), path.join(temporaryDirectory(), 'demo.json'), post, never);

  expect(requests[0]).toMatchObject(['/products', { scopes: ['demo'] }]);
});

test('says when it was made for other projects', async () => {
  const file = path.join(temporaryDirectory(), 'demo.json');
  const notes: string[] = [];
  await provideDemo(chooseDemoProjects(projects.slice(0, 1)), file, registry().post, never);

  await provideDemo(chosen, file, registry().post, (note) => notes.push(note));

  expect(notes).toEqual(['The demo product was made for weather; --reset makes it anew for orders, weather.']);
});

test('keeps nothing when the registry refuses', async () => {
  const file = path.join(temporaryDirectory(), 'demo.json');

  await expect(provideDemo(chosen, file, registry({ '/clients': 400 }).post, never)).rejects.toThrow(
    "The demo can't be made: POST /clients answered 400 no",
  );
  expect(existsSync(file)).toBe(false);
});

test('is not made without projects', async () => {
  expect(await provideDemo(chooseDemoProjects([]), '/nowhere', registry().post, never)).toBeUndefined();
});
