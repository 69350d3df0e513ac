/** What commands about products and clients answer as JSON. */
import { ABOUT, AT, CLIENT, type JsonCase, PRODUCT } from './json-world.ts';

const BARE_PRODUCT = {
  productId: 'bare',
  displayName: 'bare',
  projects: [{ projectId: 'legacy', operations: [{ methods: ['GET'], path: '/items' }] }],
  scopes: [],
  access: 'public',
  keyApproval: 'manual',
  attributes: {},
  revision: 1,
  createdAt: AT,
  changedAt: AT,
};
const createBare = ['--operation', 'legacy GET /items', '--access', 'public', '--key-approval', 'manual'];

export const PRODUCT_CASES: readonly JsonCase[] = [
  {
    command: 'products create',
    args: () => ['bare', ...createBare],
    json: () => BARE_PRODUCT,
    talk: () => ['Created. Next: tollgate subscriptions create --product bare --client ID'],
  },
  { command: 'products list', json: () => ({ items: [PRODUCT] }) },
  {
    command: 'products list',
    when: 'there are none',
    before: ({ tollgate }) => tollgate(['products', 'delete', 'starter', '--confirm', 'starter']),
    json: () => ({ items: [] }),
  },
  {
    command: 'products list',
    when: 'one is damaged',
    options: () => ({ registryFetch: async () => Response.json({ items: [PRODUCT], unreadable: ['broken'] }) }),
    json: () => ({ items: [PRODUCT], unreadable: ['broken'] }),
    talk: () => ['Warning: "broken" is damaged and was left out.'],
  },
  { command: 'products show', args: () => ['starter'], json: () => PRODUCT },
  {
    command: 'products update',
    args: () => ['starter', '--unset', 'description', '--unset', 'token-lifetime', '--attribute', 'tier='],
    json: () => {
      const { description, accessTokenExpiryTime, ...product } = PRODUCT;
      return { ...product, attributes: {}, revision: 2 };
    },
  },
  {
    command: 'products delete',
    args: () => ['starter', '--confirm', 'starter'],
    json: () => ({ deleted: true, productId: 'starter' }),
    talk: () => [
      `Delete the product "starter" (starter) ${ABOUT}.`,
      '1 subscription will break.',
      'Deleted the product "starter".',
    ],
  },
  {
    command: 'products delete',
    when: 'nothing is done',
    args: () => ['starter', '--dry-run'],
    json: () => ({
      dryRun: true,
      action: 'Delete the product "starter" (starter)',
      consequences: ['1 subscription will break.'],
      target: ABOUT.slice(1, -1),
    }),
  },
];

export const CLIENT_CASES: readonly JsonCase[] = [
  {
    command: 'clients create',
    args: () => ['bolt', '--email', 'api@bolt.example', '--attribute', 'tier=gold'],
    json: () => ({
      ...CLIENT,
      clientId: 'bolt',
      displayName: 'bolt',
      email: 'api@bolt.example',
      attributes: { tier: 'gold' },
    }),
    talk: () => ['Created. Next: tollgate subscriptions create --client bolt --product ID'],
  },
  { command: 'clients list', json: () => ({ items: [CLIENT] }) },
  { command: 'clients show', args: () => ['acme'], json: () => CLIENT },
  {
    command: 'clients update',
    args: () => ['acme', '--name', 'Acme Ltd'],
    json: () => ({ ...CLIENT, displayName: 'Acme Ltd', revision: 2 }),
  },
  {
    command: 'clients disable',
    args: () => ['acme', '--yes'],
    json: () => ({ ...CLIENT, status: 'disabled', revision: 2 }),
    talk: () => [
      `Disable the client "acme" (Acme) ${ABOUT}.`,
      '1 subscription will stop working.',
      'Within 10 s it gets no new token; those it has end within the revocation bound (60 s by default).',
    ],
  },
  {
    command: 'clients enable',
    args: () => ['acme'],
    before: ({ tollgate }) => tollgate(['clients', 'disable', 'acme', '--yes']),
    json: () => ({ ...CLIENT, revision: 3 }),
  },
  {
    command: 'clients delete',
    args: () => ['acme', '--yes'],
    before: ({ tollgate, consumerKey }) => tollgate(['subscriptions', 'revoke', consumerKey, '--yes']),
    json: () => ({ deleted: true, clientId: 'acme' }),
    talk: () => [`Delete the client "acme" (Acme) ${ABOUT}.`, 'Deleted the client "acme".'],
  },
];
