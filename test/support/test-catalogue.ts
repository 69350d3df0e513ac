/** A catalogue of the tests' own: every kind of project, resource and target, in a group that vanishes and one that stays. */
import {
  backend,
  constantAttribute,
  defineCatalogue,
  defineRestProject,
  defineServerGroup,
  defineTokenEndpoint,
  gatewaySecret,
  oauth2AccessTokens,
  oauthVerifyAccessToken,
  sampleBackend,
  vpcLink,
} from '#core/catalog/authoring.ts';

/** Where calls to `backend.example.com` go on a laptop; the black-box tests run a backend of their own. */
const localBackend = process.env.TOLLGATE_TEST_BACKEND ?? 'http://127.0.0.1:18181';

export const alpha = defineServerGroup({ name: 'alpha', removal: 'destroy' });

export const omega = defineServerGroup({
  name: 'omega',
  account: '123456789012',
  region: 'eu-west-1',
  authorizerCacheSeconds: 0,
  verifierCacheSeconds: 5,
  outageGraceSeconds: 0,
  reservedConcurrency: { token: 50, verifyAccessToken: 100, registry: 10 },
});

export const token = defineTokenEndpoint({
  displayName: 'Token',
  contextPath: '/token',
  accessTokenExpiryTime: 600_000,
  primary: true,
  serverGroups: [alpha, omega],
});

export const partnerToken = defineTokenEndpoint({
  displayName: 'PartnerToken',
  contextPath: '/partners/token',
  version: 'v2',
  accessTokenExpiryTime: 60_000,
  attributes: { made_by: constantAttribute('partners') },
  serverGroups: [alpha],
});

/** Its tokens live for a second: long enough to be used, short enough to be waited for. */
export const briefToken = defineTokenEndpoint({
  displayName: 'BriefToken',
  contextPath: '/brief/token',
  accessTokenExpiryTime: 1_000,
  serverGroups: [alpha],
});

/** Secured while it is created, with tokens in the header alone. */
export const tickets = defineRestProject({
  displayName: 'Tickets',
  version: '2.0',
  contextPath: '/tickets',
  target: { alpha: sampleBackend(), omega: 'https://backend.example.com/base' },
  secureWith: oauth2AccessTokens({ location: 'header' }),
  serverGroups: [alpha, omega],
});

/** Takes tokens from the query string too, and has a public resource. */
export const archive = defineRestProject({
  displayName: 'Archive',
  contextPath: '/archive',
  target: sampleBackend(),
  policies: { verify: oauthVerifyAccessToken({ location: 'query', scopes: ['archive:read'] }) },
  resources: {
    DefaultResource: { path: '/{proxy+}', methods: ['ANY'], proxyRequest: ['verify'] },
    Status: { path: '/status', methods: ['GET'], proxyRequest: [] },
  },
  serverGroups: [alpha],
});

/** Routes with variables, narrowed methods and scopes of their own, in front of a backend with a path. */
export const warehouse = defineRestProject({
  displayName: 'Warehouse',
  contextPath: '/warehouse',
  target: 'https://backend.example.com/base',
  localTarget: `${localBackend}/base`,
  policies: {
    read: oauthVerifyAccessToken({ location: 'header', scopes: ['stock:read'] }),
    write: oauthVerifyAccessToken({ location: 'header', scopes: ['stock:read', 'stock:write'] }),
  },
  resources: {
    Items: { path: '/items', methods: ['GET'], proxyRequest: ['read'] },
    Item: { path: '/items/{id}', methods: ['GET', 'HEAD'], proxyRequest: ['read'] },
    ItemChange: { path: '/items/{id}', methods: ['PUT', 'DELETE'], proxyRequest: ['write'] },
    Files: { path: '/files/{proxy+}', methods: ['ANY'], proxyRequest: ['write'] },
    Info: { path: '/', methods: ['GET'], proxyRequest: [] },
  },
  serverGroups: [alpha],
});

/** Takes tokens from the query string under a name of its own, in front of a backend with a path. */
export const ledger = defineRestProject({
  displayName: 'Ledger',
  contextPath: '/ledger',
  target: 'https://ledger.example.com/v1',
  localTarget: `${localBackend}/ledger`,
  secureWith: oauth2AccessTokens({ location: 'query', queryParameter: 'key' }),
  serverGroups: [alpha],
});

/** No product of the tests holds it. */
export const vault = defineRestProject({
  displayName: 'Vault',
  contextPath: '/vault',
  target: 'https://vault.example.com',
  secureWith: oauth2AccessTokens({ location: 'header', scopes: ['vault:open'] }),
  serverGroups: [alpha, omega],
});

/** Takes tokens from the body too, and has a public resource. */
export const forms = defineRestProject({
  displayName: 'Forms',
  version: '1',
  contextPath: '/forms',
  target: 'https://forms.example.com/in',
  localTarget: `${localBackend}/in`,
  secureWith: oauth2AccessTokens({ location: 'body', scopes: ['forms:send'] }),
  resources: {
    DefaultResource: { path: '/', methods: ['ANY'], acceptChildPaths: true },
    Open: { path: '/open', methods: ['GET', 'POST'], proxyRequest: [] },
  },
  serverGroups: [alpha],
});

/** Takes tokens from anywhere, and at one resource those of the partners’ token endpoint alone. */
export const desk = defineRestProject({
  displayName: 'Desk',
  contextPath: '/desk',
  target: backend({ url: 'https://desk.example.com', gatewaySecret: gatewaySecret({ secretId: 'desk' }) }),
  localTarget: `${localBackend}/desk`,
  policies: {
    anywhere: oauthVerifyAccessToken({ location: ['query', 'body'], queryParameter: 'token' }),
    partners: oauthVerifyAccessToken({ location: 'body', attributes: { made_by: 'partners' } }),
  },
  resources: {
    Tickets: { path: '/tickets', methods: ['GET', 'POST'], acceptChildPaths: true, proxyRequest: ['anywhere'] },
    Partners: { path: '/partners/{id}', methods: ['GET', 'POST'], proxyRequest: ['partners'] },
  },
  serverGroups: [alpha],
});

/** Two in front of a port where nobody listens: one goes straight there, the other through the forward function. */
export const lapsed = defineRestProject({
  displayName: 'Lapsed',
  contextPath: '/lapsed',
  target: 'https://lapsed.example.com',
  localTarget: 'http://127.0.0.1:9',
  secureWith: oauth2AccessTokens({ location: 'header' }),
  serverGroups: [alpha],
});

export const lapsedLedger = defineRestProject({
  displayName: 'LapsedLedger',
  contextPath: '/lapsed-ledger',
  target: 'https://lapsed.example.com',
  localTarget: 'http://127.0.0.1:9',
  secureWith: oauth2AccessTokens({ location: 'query' }),
  serverGroups: [alpha],
});

/** In front of a backend in a VPC, which knows the gateway by a secret. */
export const depot = defineRestProject({
  displayName: 'Depot',
  contextPath: '/depot',
  target: backend({
    url: 'http://depot.example.internal/v1',
    vpcLink: vpcLink({
      id: 'abc123',
      loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/depot/50dc6c495c0c9188',
    }),
    gatewaySecret: gatewaySecret({ secretId: 'depot/gateway' }),
  }),
  localTarget: `${localBackend}/depot`,
  policies: { verify: oauthVerifyAccessToken({ location: 'header' }) },
  resources: {
    DefaultResource: { path: '/{proxy+}', methods: ['ANY'], proxyRequest: ['verify'] },
    Status: { path: '/status', methods: ['GET'], proxyRequest: [] },
  },
  serverGroups: [alpha],
});

/** Its calls go through the forward function, which sends the gateway secret under a name of the backend's choice. */
export const mailbox = defineRestProject({
  displayName: 'Mailbox',
  contextPath: '/mailbox',
  target: backend({
    url: 'https://mailbox.example.com',
    gatewaySecret: gatewaySecret({
      secretId: 'mailbox',
      jsonField: 'key',
      versionId: '01234567-89ab-cdef-0123-456789abcdef',
      header: 'X-Mailbox-Key',
      localValue: 'mailbox-on-a-laptop',
    }),
  }),
  localTarget: `${localBackend}/mailbox`,
  secureWith: oauth2AccessTokens({ location: 'query' }),
  serverGroups: [alpha],
});

export const testCatalogue = defineCatalogue({
  serverGroups: [alpha, omega],
  projects: [
    ...[token, partnerToken, briefToken],
    ...[tickets, archive, warehouse, ledger, vault, forms, desk],
    ...[lapsed, lapsedLedger, depot, mailbox],
  ],
});
