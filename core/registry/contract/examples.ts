/** An example of each route's request and answer, as the OpenAPI document shows them. */
import type { OperationId } from '../contract.ts';

export interface Example {
  /** The body of a request; absent where there is none. */
  readonly request?: object;
  /** The body of the answer; absent where there is none, or where it is this document. */
  readonly answer?: object;
}

const CONSUMER_KEY = 'tgk_0000000000000000000000';
const createdAt = '2027-01-02T03:04:05.678Z';
const state = { revision: 1, createdAt, changedAt: createdAt };

const product = {
  productId: 'starter',
  displayName: 'Starter',
  description: 'Read access to orders',
  projects: [
    { projectId: 'orders-1.0', operations: [{ methods: ['GET'], path: '/{proxy+}' }] },
    { projectId: 'weather-1.0', soapOperations: ['GetForecast'] },
  ],
  scopes: ['orders:read'],
  access: 'public',
  keyApproval: 'manual',
  accessTokenExpiryTime: 600_000,
  attributes: { tier: 'starter' },
};
const client = {
  clientId: 'acme',
  displayName: 'Acme Ltd',
  email: 'api@acme.example',
  status: 'active',
  attributes: { region: 'eu' },
};
const secret = { secretId: '4f1d2c3b5a697887', hint: 'wXyZ', createdAt, expiresSoon: false };
const subscription = {
  consumerKey: CONSUMER_KEY,
  clientId: 'acme',
  productId: 'starter',
  status: 'active',
  expiresAt: '2028-01-01T00:00:00.000Z',
  expiresSoon: false,
  secrets: [secret],
  attributes: {},
  ...state,
};
/** No secret of anybody: its checksum is wrong. */
const consumerSecret = 'tgs_0000000000000000000000000000000000000000000_000000';
const shownSubscription = { answer: subscription };
const signingKey = {
  kid: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  state: 'current',
  signs: true,
  ageDays: 31,
  createdAt: '2027-01-01T00:00:00.000Z',
  promotedAt: '2027-01-31T00:00:00.000Z',
  retirementDue: '2027-03-02T00:00:00.000Z',
  revision: 2,
};
const nextSigningKey = {
  kid: 'BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB',
  state: 'next',
  signs: false,
  ageDays: 1,
  createdAt: '2027-01-31T00:00:00.000Z',
  promotableFrom: '2027-02-01T00:00:00.000Z',
  promotionDue: '2027-03-02T00:00:00.000Z',
  revision: 1,
};
const project = {
  projectId: 'orders-1.0',
  kind: 'rest',
  displayName: 'Orders',
  version: '1.0',
  path: '/orders/1.0',
  url: 'https://abcdefghij.execute-api.eu-west-1.amazonaws.com/development/orders/1.0',
  serverGroups: ['development', 'production'],
  scopes: ['orders:read'],
  policies: [
    {
      name: 'verify',
      type: 'OAuthVerifyAccessToken',
      locations: ['header', 'query'],
      queryParameter: 'access_token',
      scopes: ['orders:read'],
      attributes: { tier: 'gold' },
      attachedTo: ['DefaultResource'],
    },
  ],
  routes: [
    { resource: 'DefaultResource', path: '/orders/1.0', methods: ['ANY'], policy: 'verify' },
    { resource: 'DefaultResource', path: '/orders/1.0/{proxy+}', methods: ['ANY'], policy: 'verify' },
    { resource: 'Health', path: '/orders/1.0/health', methods: ['GET'], policy: null },
  ],
};

export const EXAMPLES: Readonly<Record<OperationId, Example>> = {
  createProduct: { request: product, answer: { ...product, ...state } },
  listProducts: { answer: { items: [{ ...product, ...state }], nextCursor: 'WyJwcm9kdWN0cyIsInN0YXJ0ZXIiXQ' } },
  readProduct: { answer: { ...product, ...state } },
  changeProduct: {
    request: { description: null, attributes: { tier: null } },
    answer: { ...product, attributes: {}, ...state, revision: 2 },
  },
  deleteProduct: {},
  createClient: { request: client, answer: { ...client, ...state } },
  listClients: { answer: { items: [{ ...client, ...state }] } },
  readClient: { answer: { ...client, ...state } },
  changeClient: { request: { status: 'disabled' }, answer: { ...client, status: 'disabled', ...state, revision: 2 } },
  deleteClient: {},
  createSubscription: {
    request: { clientId: 'acme', productId: 'starter', expiresAt: '2028-01-01T00:00:00Z' },
    answer: { ...subscription, consumerSecret },
  },
  listSubscriptions: { answer: { items: [subscription] } },
  readSubscription: {
    answer: { ...subscription, secrets: [{ ...secret, lastUsedAt: '2027-01-03T00:00:00.000Z' }] },
  },
  changeSubscription: { request: { expiresAt: '2028-01-01T00:00:00Z' }, answer: subscription },
  deleteSubscription: {},
  approveSubscription: shownSubscription,
  pauseSubscription: { answer: { ...subscription, status: 'paused' } },
  resumeSubscription: shownSubscription,
  revokeSubscription: { answer: { ...subscription, status: 'revoked' } },
  rotateSecret: { request: { overlap: '24h' }, answer: { consumerSecret, secret, subscription } },
  retireSecret: {
    request: { endTokens: true },
    answer: { ...subscription, tokensNotBefore: '2027-01-02T03:05:00.000Z' },
  },
  listSigningKeys: { answer: { items: [nextSigningKey, signingKey] } },
  rotateSigningKeys: { answer: signingKey },
  revokeSigningKey: {
    answer: {
      kid: signingKey.kid,
      state: 'revoked',
      signs: false,
      ageDays: 32,
      createdAt: signingKey.createdAt,
      promotedAt: signingKey.promotedAt,
      revokedAt: '2027-02-02T00:00:00.000Z',
      revision: 3,
    },
  },
  listAuditEntries: {
    answer: {
      items: [
        {
          entity: 'product/starter',
          incarnation: '0123456789abcdef0123456789abcdef',
          revision: 1,
          action: 'product.create',
          principal: 'arn:aws:sts::111122223333:assumed-role/operator/alice',
          requestId: '01234567-89ab-cdef-0123-456789abcdef',
          at: createdAt,
          after: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        },
      ],
    },
  },
  listProjects: { answer: { items: [project] } },
  readProject: { answer: project },
  readOpenApi: {},
};
