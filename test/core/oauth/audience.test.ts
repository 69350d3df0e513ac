import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { grantAudience, isForGateway, isForProject } from '#core/oauth/audience.ts';
import { aProduct } from '../../support/registry-fixtures.ts';

const GATEWAY = 'https://gateway.example/development';
const ORDERS = `${GATEWAY}/orders/1.0`;
const LEGACY = `${GATEWAY}/legacy`;
const indicators = {
  gatewayUrl: GATEWAY,
  projects: [
    { projectId: 'orders', path: '/orders/1.0' },
    { projectId: 'legacy', path: '/legacy' },
    { projectId: 'vault', path: '/vault' },
  ],
};
const product = aProduct({ projects: [{ projectId: 'orders' }, { projectId: 'legacy' }, { projectId: 'gone' }] });

const grant = (...resources: readonly string[]) => {
  const outcome = grantAudience(resources, indicators, product);
  return outcome.ok ? outcome.value : outcome.failure.reason;
};

describe('RFC 8707 §2: the audience of a token', () => {
  test.each([
    ['no resource', [], [GATEWAY]],
    ['the gateway', [GATEWAY], [GATEWAY]],
    ['a project', [ORDERS], [ORDERS]],
    ['two projects', [LEGACY, ORDERS], [LEGACY, ORDERS]],
    ['a project twice', [ORDERS, ORDERS], [ORDERS]],
  ])('asked for with %s is exactly that', (_, resources, audience) => {
    expect(grant(...resources)).toEqual(audience);
  });

  test.each([
    ['another host', 'https://other.example/orders/1.0'],
    ['a project that the product lacks', `${GATEWAY}/vault`],
    ['a project that is gone', `${GATEWAY}/gone`],
    ['the id of a project', 'orders'],
    ['a path', '/orders/1.0'],
    ['something below a project', `${ORDERS}/items`],
    ['a slash at the end', `${ORDERS}/`],
    ['a fragment', `${ORDERS}#x`],
    ['a query', `${ORDERS}?x`],
    ['another case', ORDERS.toUpperCase()],
    ['dot segments', `${GATEWAY}/vault/../orders/1.0`],
    ['two in one', `${ORDERS} ${LEGACY}`],
    ['a name of every object', 'constructor'],
  ])('with %s is refused, alone and beside a good one', (_, resource) => {
    expect(grant(resource)).toBe('resource_not_allowed');
    expect(grant(ORDERS, resource)).toBe('resource_not_allowed');
  });

  test('holds at most five resources', () => {
    const projects = Array.from({ length: 6 }, (_, index) => ({ projectId: `p${index}`, path: `/p${index}` }));
    const sold = aProduct({ projects: projects.map(({ projectId }) => ({ projectId })) });
    const urls = projects.map(({ path }) => `${GATEWAY}${path}`);
    const grantOf = (count: number) => grantAudience(urls.slice(0, count), { gatewayUrl: GATEWAY, projects }, sold);

    expect(grantOf(5)).toEqual({ ok: true, value: urls.slice(0, 5) });
    expect(grantOf(6)).toEqual({ ok: false, failure: { reason: 'resources_too_many' } });
  });

  test('is never wider than what was asked for', () => {
    const resource = fc.constantFrom<string>(GATEWAY, ORDERS, LEGACY, `${GATEWAY}/vault`, 'https://other.example');
    fc.assert(
      fc.property(fc.array(resource, { minLength: 1, maxLength: 8 }), (resources) => {
        const outcome = grantAudience(resources, indicators, product);
        const granted = outcome.ok ? outcome.value : [];
        expect(granted.every((one) => resources.includes(one))).toBe(true);
        expect(granted).not.toContain(`${GATEWAY}/vault`);
      }),
    );
  });
});

describe('RFC 9068 §4: a token', () => {
  test.each([
    ['for the gateway', [GATEWAY], true],
    ['for the project', [ORDERS], true],
    ['for the project and another', [LEGACY, ORDERS], true],
    ['for another project', [LEGACY], false],
    ['for a path below the project', [`${ORDERS}/items`], false],
    ['for what only begins like the project', [`${ORDERS}0`], false],
    ['for nobody', [], false],
  ])('%s is taken by the project: %s', (_, audience, taken) => {
    expect(isForProject(audience, GATEWAY, '/orders/1.0')).toBe(taken);
  });

  test('is of the gateway when it is for something below it, and not for what only begins like it', () => {
    expect(isForGateway([ORDERS], GATEWAY)).toBe(true);
    expect(isForGateway(['https://other.example', GATEWAY], GATEWAY)).toBe(true);
    expect(isForGateway([`${GATEWAY}2/orders`], GATEWAY)).toBe(false);
    expect(isForGateway([], GATEWAY)).toBe(false);
  });
});
