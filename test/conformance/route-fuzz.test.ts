import { randomInt } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { backendProjectsOf, projectsOf } from '#core/catalog/catalogue.ts';
import type { ProductProject } from '#core/registry/product.ts';
import type { HttpAnswer } from '../support/http.ts';
import {
  asSent,
  asUnderstood,
  pathOf,
  resourceTree,
  servedBy,
  type Verdict,
  verdictOn,
} from '../support/route-oracle.ts';
import { canonicalRequest, hostileRequest, type RouteRequest } from '../support/route-requests.ts';
import { callGateway, subscribe, tokenOf } from '../support/stage-under-test.ts';
import { tally } from '../support/tally.ts';
import { alpha, testCatalogue } from '../support/test-catalogue.ts';

interface Caller {
  readonly projects: readonly ProductProject[];
  readonly scopes: readonly string[];
  token: string;
}

const narrowed: Caller = {
  projects: [
    {
      projectId: 'tickets-2.0',
      operations: [
        { methods: ['GET', 'POST', 'PUT', 'PATCH'], path: '/{id}' },
        { methods: ['ANY'], path: '/admin/{proxy+}' },
      ],
    },
    {
      projectId: 'archive',
      operations: [
        { methods: ['GET', 'POST'], path: '/{id}/{part}' },
        { methods: ['PUT'], path: '/' },
      ],
    },
    {
      projectId: 'warehouse',
      operations: [
        { methods: ['GET', 'HEAD', 'PUT'], path: '/items/{id}' },
        { methods: ['GET', 'POST', 'DELETE'], path: '/files/{proxy+}' },
      ],
    },
    {
      projectId: 'ledger',
      operations: [
        { methods: ['ANY'], path: '/a/{id}' },
        { methods: ['GET', 'PATCH'], path: '/{proxy+}' },
      ],
    },
  ],
  scopes: ['archive:read', 'stock:read', 'stock:write'],
  token: '',
};
const whole: Caller = {
  projects: [{ projectId: 'tickets-2.0' }, { projectId: 'warehouse' }, { projectId: 'archive' }],
  scopes: ['stock:read'],
  token: '',
};

beforeAll(async () => {
  for (const caller of [narrowed, whole]) caller.token = await tokenOf(await subscribe(caller.projects, caller.scopes));
});

const projects = projectsOf(testCatalogue, alpha);
const tree = resourceTree(projects);
const models = projects
  .filter(({ kind }) => kind === 'rest')
  .flatMap((project) =>
    Object.values(project.resources).map(({ path, methods }) => ({
      template: `${pathOf(project)}${path.replace(/\/$/, '')}`,
      methods,
    })),
  );

/** The targets that are loopback backends, which say what arrived. */
const BASES: Readonly<Record<string, string>> = Object.fromEntries(
  backendProjectsOf(testCatalogue, alpha).flatMap(({ id, localTarget }) =>
    localTarget === undefined ? [] : [[id, new URL(localTarget).pathname.slice(1)]],
  ),
);

/** Sends a path as it is written; the token where the project that it looks like takes one. */
function send({ method, path }: RouteRequest, { token }: Caller): Promise<HttpAnswer> {
  const parameter = /^\/archive/.test(path) ? 'access_token' : /^\/ledger/.test(path) ? 'key' : undefined;
  if (parameter === undefined) return callGateway(path, token, { method });
  return callGateway(`${path}${path.includes('?') ? '&' : '?'}${parameter}=${token}`, undefined, { method });
}

/** What the caller is to blame for; a fault would be none of these. */
const REFUSALS: ReadonlySet<number> = new Set([400, 401, 403, 404]);

/** API Gateway splits the query off, and takes several slashes behind the stage for one. */
const pathIn = ({ path }: RouteRequest) => (path.split('?')[0] ?? '').replace(/^\/*/, '/');

function expectAnswer(request: RouteRequest, caller: Caller, { status, json }: HttpAnswer, seed: string): Verdict {
  const { method, spelling } = request;
  const path = pathIn(request);
  const sent = verdictOn(tree, caller, method, asSent(path));
  const served = servedBy(tree, method, asSent(path));
  if (spelling === 'canonical') {
    const expected = { opened: 'passed', public: 'passed', refused: 403, unserved: 404 }[sent];
    expect([seed, request, sent, status < 300 ? 'passed' : status]).toEqual([seed, request, sent, expected]);
  }
  if (status >= 300) {
    expect([seed, request, REFUSALS.has(status) ? 'refused' : status]).toEqual([seed, request, 'refused']);
    return sent;
  }
  const understood = verdictOn(tree, caller, method, asUnderstood(path));
  const meant = servedBy(tree, method, asUnderstood(path));
  expect([seed, request, sent, understood, meant?.template]).toEqual([
    seed,
    request,
    expect.stringMatching(/^(opened|public)$/),
    sent,
    served?.template,
  ]);
  const base = BASES[served?.project.id ?? ''] || undefined;
  const arrived: string | undefined = json?.url ?? json?.received?.path;
  if (served !== undefined && arrived !== undefined) {
    const below = asUnderstood(path).slice(asSent(pathOf(served.project)).length);
    expect([seed, request, asUnderstood(arrived.split('?')[0] ?? '')]).toEqual([
      seed,
      request,
      [...(base === undefined ? [] : [base]), ...below],
    ]);
  }
  return sent;
}

/** Some at once, so that verdicts for different requests are asked for and kept side by side. */
async function inParallel<One, Answer>(all: readonly One[], ask: (one: One) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  const work = async () => {
    for (let at = next++; at < all.length; at = next++) answers[at] = await ask(all[at] as One);
  };
  await Promise.all(Array.from({ length: 16 }, work));
  return answers;
}

test('cold and from the cache, calls pass if a second model of routes and products opens them, and nothing else does', async () => {
  const fixed = [1, 2, 3];
  const seeds = [...fixed, randomInt(2 ** 31)];
  // Of the fixed seeds alone: what a random one draws must not decide whether enough was drawn.
  const seenOfFixed = tally();
  const requests = seeds.flatMap((seed) =>
    fc
      .sample(fc.oneof(canonicalRequest, hostileRequest), { seed, numRuns: 40 })
      .map((write) => ({ seed: `seed ${seed}`, request: write(models) }))
      // node:http refuses to send the others, or writes the method in capitals.
      .filter(({ request }) => /^[\x21-\xff]*$/.test(request.path) && /^[A-Z]+$/.test(request.method)),
  );

  const cold = await inParallel(requests, ({ request }) => send(request, narrowed));
  const warm = await inParallel(requests, ({ request }) => send(request, narrowed));
  const alternating = await inParallel(requests.toReversed(), async ({ request }) => [
    await send(request, whole),
    await send(request, narrowed),
  ]);

  for (const [at, { seed, request }] of requests.entries()) {
    const answers = [cold[at], warm[at], ...(alternating.at(-1 - at) ?? [])];
    const callers = [narrowed, narrowed, whole, narrowed];
    for (const [index, caller] of callers.entries()) {
      const answer = answers[index];
      if (answer === undefined) throw new Error('A request has no answer.');
      const verdict = expectAnswer(request, caller, answer, seed);
      if (fixed.some((one) => seed === `seed ${one}`)) {
        seenOfFixed.add(`${request.spelling === 'canonical' ? 'canonical' : 'hostile'} ${verdict}`);
      }
    }
    const [first, second, , third] = answers.map((answer) => answer?.status);
    expect([seed, request, second, third]).toEqual([seed, request, first, first]);
  }
  expect(seenOfFixed.share('canonical opened')).toBeGreaterThan(0.05);
  expect(seenOfFixed.share('canonical refused')).toBeGreaterThan(0.1);
  expect(seenOfFixed.share('hostile opened')).toBeGreaterThan(0.01);
}, 60_000);
