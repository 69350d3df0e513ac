import { expect, test } from '@jest/globals';
import { auditTrail } from '#adapters/dynamodb/audit-trail.ts';
import { clientStore } from '#adapters/dynamodb/client-store.ts';
import { useDynalite } from '#test/support/dynalite.ts';
import { eventually } from '#test/support/eventually.ts';
import { aClient } from '#test/support/registry-fixtures.ts';

const dynalite = useDynalite();

test('the function adds what it can, and fails when there is something that it could not look at', async () => {
  const [clients, subscriptions, trail] = await Promise.all([
    dynalite.freshTable('Clients'),
    dynalite.freshTable('Subscriptions'),
    dynalite.freshTable('AuditTrail'),
  ]);
  const documents = dynalite.documents();
  const { protocol, hostname, port } = (await documents.config.endpoint?.()) ?? {};
  Object.assign(process.env, {
    SERVER_GROUP: 'test',
    PRODUCTS_TABLE: 'missing',
    CLIENTS_TABLE: clients,
    SUBSCRIPTIONS_TABLE: subscriptions,
    AUDIT_TRAIL_TABLE: trail,
    AWS_ENDPOINT_URL_DYNAMODB: `${protocol}//${hostname}:${port ?? ''}`,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIAFAKE',
    AWS_SECRET_ACCESS_KEY: 'fake',
  });
  await clientStore(documents, clients).create(aClient());
  const { handler } = await import('#lambdas/sweep-audit-trail/handler.ts');

  await expect(handler()).rejects.toThrow('1 entries or pages could not be looked at.');

  await eventually(async () => {
    const { items } = await auditTrail(documents, trail).listOfEntity('client/acme', { limit: 5 });
    expect(items).toHaveLength(1);
  });
});
