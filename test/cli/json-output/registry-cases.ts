/** What commands about projects, the audit trail and whole files answer as JSON. */
import { expect } from '@jest/globals';
import { aProjectsFolder } from '../../support/projects-folder.ts';
import { AT, aConsumerKey, aDigest, aSecret, type JsonCase } from './json-world.ts';

const ORDERS = {
  projectId: 'orders',
  kind: 'rest',
  displayName: 'Orders',
  path: '/orders',
  url: 'https://gateway.example/development/orders',
  serverGroups: ['development'],
  scopes: ['orders:read'],
  policies: [
    {
      name: 'oauthVerifyAccessToken',
      type: 'OAuthVerifyAccessToken',
      locations: ['header'],
      scopes: ['orders:read'],
      attributes: {},
      attachedTo: ['DefaultResource'],
    },
  ],
  routes: ['/orders', '/orders/{proxy+}'].map((path) => ({
    resource: 'DefaultResource',
    path,
    methods: ['ANY'],
    policy: 'oauthVerifyAccessToken',
  })),
};
const PROJECT = {
  projectId: expect.any(String),
  kind: expect.stringMatching(/^(rest|token-endpoint)$/),
  displayName: expect.any(String),
  path: expect.stringMatching(/^\//),
  url: expect.stringMatching(/^https:\/\/gateway\.example\/development\//),
  serverGroups: ['development'],
  scopes: expect.any(Array),
  policies: expect.any(Array),
  routes: expect.any(Array),
};

export const PROJECT_CASES: readonly JsonCase[] = [
  {
    command: 'projects list',
    json: () => ({ items: [{ ...PROJECT, accessTokenExpiryTime: 600_000 }, ORDERS, PROJECT] }),
  },
  {
    command: 'projects show',
    args: () => ['orders'],
    json: () => ORDERS,
  },
  {
    command: 'projects new',
    args: () => ['token-endpoint', '--name', 'Partner Token', '--version', '2'],
    before: async () => aProjectsFolder(),
    options: ({ prepared }) => ({ projectRoot: rootOf(prepared) }),
    json: () => ({
      file: 'projects/partner-token.ts',
      projectId: 'partner-token-2',
      path: '/partner-token/2',
      catalogueFile: 'projects/catalogue.ts',
    }),
    talk: () => [expect.stringMatching(/^Next: npm start/), expect.stringContaining('docs/projects.md')],
  },
];

function rootOf(prepared: unknown): string {
  return (prepared as { readonly root: string }).root;
}

export const AUDIT_CASES: readonly JsonCase[] = [
  {
    command: 'audit list',
    args: () => ['--entity', 'client/acme', '--limit', '2'],
    before: ({ tollgate }) => tollgate(['clients', 'update', 'acme', '--name', 'Acme Ltd']),
    json: () => {
      const entry = {
        entity: 'client/acme',
        incarnation: expect.stringMatching(/^[0-9a-f]{32}$/),
        principal: 'arn:aws:sts::111122223333:assumed-role/operator/alice',
        requestId: 'request-1',
        at: AT,
        after: aDigest,
      };
      return {
        items: [
          { ...entry, revision: 2, action: 'client.change', before: aDigest },
          { ...entry, revision: 1, action: 'client.create' },
        ],
      };
    },
  },
];

const MANIFEST = `
clients: [{ clientId: bolt, email: api@bolt.example }]
subscriptions: [{ clientId: bolt, productId: starter }]
`;
const CHANGES = [
  {
    action: 'create',
    kind: 'client',
    name: 'bolt',
    fields: [
      { field: 'displayName', to: 'bolt' },
      { field: 'email', to: 'api@bolt.example' },
    ],
  },
  { action: 'create', kind: 'subscription', name: 'bolt → starter', fields: [] },
];

export const FILE_CASES: readonly JsonCase[] = [
  {
    command: 'apply',
    args: () => ['-f', '-'],
    options: () => ({ stdin: MANIFEST }),
    json: () => ({
      dryRun: false,
      changes: CHANGES,
      subscriptions: [{ clientId: 'bolt', productId: 'starter', consumerKey: aConsumerKey, consumerSecret: aSecret }],
    }),
    secretOf: ({ subscriptions }) => subscriptions[0].consumerSecret,
    talk: () => ['Store the consumer secrets now: they cannot be shown again.', '2 of 2 changed.'],
  },
  {
    command: 'apply',
    when: 'nothing is done',
    args: () => ['-f', '-', '--dry-run'],
    options: () => ({ stdin: MANIFEST }),
    json: () => ({ dryRun: true, changes: CHANGES, subscriptions: [] }),
    talk: () => ['2 of 2 would change; nothing was changed.'],
  },
  {
    command: 'apply',
    when: 'a step fails',
    args: () => ['-f', '-'],
    options: () => ({ stdin: MANIFEST.replace('productId: starter', 'productId: gone') }),
    json: () => ({ dryRun: false, changes: CHANGES.slice(0, 1), subscriptions: [] }),
    exitCode: 2,
    talk: () => [expect.stringMatching(/^Error: /), expect.stringMatching(/^Next: /)],
  },
  {
    command: 'export',
    json: () => ({
      products: [
        {
          productId: 'starter',
          displayName: 'starter',
          description: 'Cheap',
          projects: [{ projectId: 'orders' }],
          scopes: ['orders:read'],
          access: 'private',
          keyApproval: 'automatic',
          accessTokenExpiryTime: 600_000,
          attributes: { tier: 'gold' },
        },
      ],
      clients: [{ clientId: 'acme', displayName: 'Acme', email: 'api@acme.example', status: 'active' }],
      subscriptions: [{ clientId: 'acme', productId: 'starter', status: 'active' }],
    }),
  },
];
