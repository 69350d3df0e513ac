import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { callPathOf } from '#core/catalog/call-path.ts';
import { deployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import { forwardCall } from '#core/forwarding/forward-call.ts';
import { development } from '../../support/orders-catalogue.ts';
import { anyScene, bothReadings, type Scene } from '../../support/route-catalogues.ts';
import { asSent, asUnderstood, pathOf, resourceTree, type Served, type Verdict } from '../../support/route-oracle.ts';
import { canonicalRequest, hostileRequest, type RouteRequest } from '../../support/route-requests.ts';
import { tally } from '../../support/tally.ts';

const TARGET = 'https://backend.example.com/base/path';

/** The URL that a call is forwarded to, if API Gateway has asked the verifier, who was fooled, where it has one. */
function forward({ catalogue }: Scene, { method, path }: RouteRequest, { template: resource }: Served, sent: Verdict) {
  const identity = sent === 'opened' ? 'client="acme"' : undefined;
  const call = { method, path, resource, query: [], headers: [], form: { kind: 'no-form' } as const, identity };
  const outcome = forwardCall(call, deployedCatalogue(catalogue, development), () => ({ baseUrl: TARGET }));
  return outcome.ok ? new URL(outcome.value.url) : undefined;
}

test('a canonical call is forwarded if, and only if, it is public or open, to the same path below the target', () => {
  const seen = tally();
  fc.assert(
    fc.property(anyScene(canonicalRequest), (scene) => {
      const tree = resourceTree(scene.projects);
      for (const request of scene.requests) {
        const { served, sent } = bothReadings(tree, scene, request);
        if (served === undefined) continue;
        const url = forward(scene, request, served, sent);
        seen.add(sent);

        const expected = new URL(`${TARGET}${request.path.slice(pathOf(served.project).length)}`).href;
        expect([request, url?.href]).toEqual([request, sent === 'refused' ? undefined : expected]);
      }
    }),
    { numRuns: 200 },
  );
  for (const verdict of ['opened', 'refused', 'public']) expect(seen.share(verdict)).toBeGreaterThan(0.1);
});

test('no spelling of a path leaves the target or passes for another resource, be that public or protected', () => {
  const seen = tally();
  fc.assert(
    fc.property(anyScene(hostileRequest), (scene) => {
      const tree = resourceTree(scene.projects);
      for (const request of scene.requests) {
        const { served, sent, meant, understood } = bothReadings(tree, scene, request);
        if (served === undefined) continue;
        const url = forward(scene, request, served, sent);
        seen.add(url === undefined ? 'refused' : 'forwarded');
        if (sent === 'public' && understood !== 'public') seen.add('passes for public');
        if (url === undefined) continue;

        const below = asUnderstood(request.path).slice(asSent(pathOf(served.project)).length);
        expect([request, meant?.template, understood]).toEqual([request, served.template, sent]);
        expect([request, url.origin, asUnderstood(url.pathname)]).toEqual([
          request,
          new URL(TARGET).origin,
          ['base', 'path', ...below],
        ]);
      }
    }),
    { numRuns: 400 },
  );
  expect(seen.share('forwarded')).toBeGreaterThan(0.02);
  expect(seen.share('passes for public')).toBeGreaterThan(0.005);
});

test('no spelling of a public path goes straight to a backend that understands another by it', () => {
  const seen = tally();
  fc.assert(
    fc.property(anyScene(fc.oneof(canonicalRequest, hostileRequest)), (scene) => {
      const tree = resourceTree(scene.projects);
      for (const request of scene.requests) {
        const { served, sent, meant } = bothReadings(tree, scene, request);
        if (served?.project.kind !== 'rest' || sent !== 'public') continue;
        const callPath = callPathOf(served.project);
        seen.add(callPath);

        if (callPath === 'direct') expect([request, meant?.template]).toEqual([request, served.template]);
      }
    }),
    { numRuns: 300 },
  );
  expect(seen.share('direct')).toBeGreaterThan(0.01);
  expect(seen.share('forward')).toBeGreaterThan(0.2);
});
