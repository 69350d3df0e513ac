import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { registryUnderTest } from '#test/support/registry-caller.ts';
import { weatherCatalogue } from '#test/support/weather-catalogue.ts';

const id = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,63}$/);
const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
  .map((text) => `x${text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')}`);
const scope = fc.stringMatching(/^[\x21\x23-\x5b\x5d-\x7e]{1,20}$/);
const attributes = fc.dictionary(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/), name, {
  maxKeys: 20,
  noNullPrototype: true,
});
const time = fc
  .date({ min: new Date('2027-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });

const soapProject = fc.record({
  projectId: fc.constant('weather'),
  soapOperations: optional(fc.subarray(['GetForecast', 'SetForecast'], { minLength: 1 })),
});
const product = fc.record({
  productId: id,
  displayName: name,
  description: optional(name),
  projects: fc.uniqueArray(fc.constantFrom('orders', 'legacy', 'weather'), { minLength: 1 }).chain((ids) =>
    fc.tuple(
      ...ids.map((projectId) =>
        projectId === 'weather'
          ? soapProject
          : fc.record({
              projectId: fc.constant(projectId),
              operations: optional(fc.constant([{ methods: ['GET', 'POST'], path: '/items/{id}' }])),
            }),
      ),
    ),
  ),
  scopes: fc.uniqueArray(scope, { maxLength: 10 }),
  access: optional(fc.constantFrom('public', 'private')),
  keyApproval: optional(fc.constantFrom('automatic', 'manual')),
  accessTokenExpiryTime: optional(fc.integer({ min: 1, max: 86_400 }).map((seconds) => seconds * 1_000)),
  attributes: optional(attributes),
});
const client = fc.record({
  clientId: id,
  displayName: name,
  email: fc.constant('api@acme.example'),
  status: optional(fc.constantFrom('active', 'disabled')),
  attributes: optional(attributes),
});
const subscription = fc.record({ expiresAt: optional(time), attributes: optional(attributes) });

/** What of a thing its owner may change. */
function changeable(shown: Record<string, unknown>): Record<string, unknown> {
  const fixed = [
    'productId',
    'clientId',
    'consumerKey',
    'revision',
    'createdAt',
    'changedAt',
    'secrets',
    'expiresSoon',
  ];
  return Object.fromEntries(
    Object.entries(shown).filter(([field]) => !fixed.includes(field) && (field !== 'status' || 'email' in shown)),
  );
}

async function roundTrip(list: string, idField: string, body: object, registry = registryUnderTest()) {
  const created = await registry.call('POST', list, body);
  expect([created.status, created.body.errors]).toEqual([201, undefined]);
  const { consumerSecret: _, ...first } = created.body;
  const path = `${list}/${first[idField]}`;

  const read = await registry.call('GET', path);
  const etag = String(read.headers.etag);
  const changed = await registry.call('PATCH', path, changeable(read.body), { 'If-Match': etag });

  expect(first).toMatchObject(JSON.parse(JSON.stringify(body)));
  expect(read.body).toEqual(first);
  expect(changed).toMatchObject({ status: 200, headers: { etag }, body: read.body });
}

describe('what is created is read as it was sent, and a patch with what was read changes nothing', () => {
  test('of a product', () =>
    fc.assert(
      fc.asyncProperty(product, (body) =>
        roundTrip('/products', 'productId', body, registryUnderTest({ catalogue: weatherCatalogue() })),
      ),
      { numRuns: 100 },
    ));

  test('of a client', () =>
    fc.assert(
      fc.asyncProperty(client, (body) => roundTrip('/clients', 'clientId', body)),
      { numRuns: 100 },
    ));

  test('of a subscription', () =>
    fc.assert(
      fc.asyncProperty(subscription, async (fields) => {
        const registry = registryUnderTest();
        await registry.call('POST', '/products', {
          productId: 'p',
          displayName: 'P',
          projects: [{ projectId: 'orders' }],
          scopes: [],
        });
        await registry.call('POST', '/clients', { clientId: 'c', displayName: 'C', email: 'c@acme.example' });
        const body = { clientId: 'c', productId: 'p', ...fields };
        await roundTrip('/subscriptions', 'consumerKey', body, registry);
      }),
      { numRuns: 50 },
    ));
});
