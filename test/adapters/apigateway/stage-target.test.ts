import { expect, test } from '@jest/globals';
import { stageTarget } from '#adapters/apigateway/stage-target.ts';
import { deployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import { catalogueOfOrders, development } from '../../support/orders-catalogue.ts';

const legacy = deployedCatalogue(catalogueOfOrders, development).projects.find(
  ({ projectId }) => projectId === 'legacy',
)!;
const guarded = { ...legacy, gatewaySecretHeader: 'X-Backend-Key' };
const target = { target_legacy: 'https://legacy.example.com' };

test('the target is the stage variable of the project', () => {
  expect(stageTarget(legacy, { ...target, target_other: 'https://other.example.com' })).toEqual({
    baseUrl: 'https://legacy.example.com',
  });
});

test.each([[null], [{}], [{ target_other: 'https://other.example.com' }]])(
  'there is no target in the variables %j',
  (variables) => {
    expect(stageTarget(legacy, variables)).toBeUndefined();
  },
);

test('the gateway secret comes with the name of its header', () => {
  expect(stageTarget(guarded, { ...target, secret_legacy: 's3cret' })).toEqual({
    baseUrl: 'https://legacy.example.com',
    gatewaySecret: { header: 'X-Backend-Key', value: 's3cret' },
  });
});

test('a secret of a project that sends none stays where it is', () => {
  expect(stageTarget(legacy, { ...target, secret_legacy: 's3cret' })).not.toHaveProperty('gatewaySecret');
});

test.each([
  ['is not there', {}],
  ['is empty', { secret_legacy: '' }],
  ['is another project’s', { secret_other: 's3cret' }],
  ['is a reference that nobody resolved', { secret_legacy: '{{resolve:secretsmanager:legacy:SecretString:::}}' }],
  ['holds such a reference', { secret_legacy: 'a-{{resolve:secretsmanager:legacy}}' }],
  ['is of characters that no header may hold', { secret_legacy: 'a\r\nX-Other: 1' }],
])('without a target fails a project whose secret %s', (_, variables) => {
  expect(stageTarget(guarded, { ...target, ...variables })).toBeUndefined();
});
