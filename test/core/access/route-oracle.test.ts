import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { authorizeRequest } from '#core/access/authorize-request.ts';
import { deployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import { success } from '#core/result.ts';
import { development } from '../../support/orders-catalogue.ts';
import { aProduct } from '../../support/registry-fixtures.ts';
import { anyScene, bothReadings, type Scene } from '../../support/route-catalogues.ts';
import { asSent, resourceTree, servedBy, verdictOn } from '../../support/route-oracle.ts';
import { canonicalRequest, hostileRequest, type RouteRequest } from '../../support/route-requests.ts';
import { tally } from '../../support/tally.ts';
import { aTokenWorld, CONSUMER_KEY, ISSUER, NOW } from '../../support/token-world.ts';

/** It has the right form; whoever asks what it says is told that all of that is fine. */
const TOKEN = `aaaa.aaaa.${'a'.repeat(85)}A`;
const world = aTokenWorld();

/** Decides as the verifier does, for a client whose product and token are beyond doubt. */
function verifierOf({ catalogue, product: { projects, scopes } }: Scene) {
  const now = NOW / 1_000;
  const payload = {
    iss: ISSUER,
    aud: ISSUER,
    sub: CONSUMER_KEY,
    client_id: CONSUMER_KEY,
    iat: now,
    exp: now + 600,
    jti: 'token-1',
    client: 'acme',
    product: 'orders',
    subscription: 'e'.repeat(32),
    token_endpoint: 't',
    scope: scopes.join(' '),
  };
  const product = aProduct({ projects, scopes });
  const dependencies = {
    ...world.authorizing,
    catalogue: deployedCatalogue(catalogue, development),
    readSignedToken: async () => success({ header: { alg: 'ES256', typ: 'at+jwt' }, payload }),
    products: { get: async () => product },
  };
  return async ({ method, path }: RouteRequest, resource: string) => {
    const places = { authorizations: [`Bearer ${TOKEN}`], queryValues: () => [] };
    const outcome = await authorizeRequest({ method, path, resource, ...places }, dependencies);
    return outcome.ok ? `allowed for ${outcome.value.projectId}` : 'refused';
  };
}

test('a canonical request is let through if, and only if, a second model of routes and products says so', async () => {
  const seen = tally();
  await fc.assert(
    fc.asyncProperty(anyScene(canonicalRequest), async (scene) => {
      const verify = verifierOf(scene);
      const tree = resourceTree(scene.projects);
      for (const request of scene.requests) {
        const path = asSent(request.path);
        const served = servedBy(tree, request.method, path);
        const verdict = verdictOn(tree, scene.product, request.method, path);
        seen.add(verdict);

        const expected = verdict === 'opened' ? `allowed for ${served?.project.id}` : 'refused';
        expect([request, await verify(request, served?.template ?? '/')]).toEqual([request, expected]);
      }
    }),
    { numRuns: 300 },
  );
  for (const verdict of ['opened', 'refused', 'public', 'unserved']) expect(seen.share(verdict)).toBeGreaterThan(0.07);
});

test('no spelling of a request is let through unless what API Gateway serves and what a backend understands is one open resource', async () => {
  const seen = tally();
  await fc.assert(
    fc.asyncProperty(anyScene(hostileRequest), async (scene) => {
      const verify = verifierOf(scene);
      const tree = resourceTree(scene.projects);
      for (const request of scene.requests) {
        const { served, sent, meant, understood } = bothReadings(tree, scene, request);
        const allowed = (await verify(request, served?.template ?? '/')) !== 'refused';
        const isOne = served?.template === meant?.template;
        seen.add(allowed ? 'allowed' : 'refused');
        if (sent === 'opened' && !(isOne && understood === 'opened')) seen.add('attack on what is closed');
        if (sent !== 'opened' && understood === 'opened') seen.add('in disguise');

        if (allowed) expect([request, isOne, sent, understood]).toEqual([request, true, 'opened', 'opened']);
      }
    }),
    { numRuns: 400 },
  );
  expect(seen.share('allowed')).toBeGreaterThan(0.005);
  expect(seen.share('attack on what is closed')).toBeGreaterThan(0.005);
  expect(seen.share('in disguise')).toBeGreaterThan(0.02);
});

test('nothing is let through as a resource other than the one that API Gateway serves', async () => {
  const seen = tally();
  await fc.assert(
    fc.asyncProperty(anyScene(fc.oneof(canonicalRequest, hostileRequest)), async (scene) => {
      const verify = verifierOf(scene);
      const tree = resourceTree(scene.projects);
      for (const request of scene.requests) {
        const { served, sent, understood } = bothReadings(tree, scene, request);
        // Nobody asks the verifier about a token endpoint, and it knows of none.
        if (served?.project.kind === 'token-endpoint') continue;
        for (const { template } of scene.models) {
          const allowed = (await verify(request, template)) !== 'refused';
          seen.add(allowed ? 'allowed' : 'refused');

          if (allowed)
            expect([request, template, sent, understood]).toEqual([request, served?.template, 'opened', 'opened']);
        }
      }
    }),
    { numRuns: 100 },
  );
  expect(seen.share('allowed')).toBeGreaterThan(0.002);
});
