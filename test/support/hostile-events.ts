/** Events for fuzzing functions behind API Gateway REST: good ones with a few things changed, and shapes that it never sends. */
import fc from 'fast-check';
import { anyText } from './any-text.ts';

/** How many events a property is tried with: few each time, and many with `npm run test:full`. */
export const FUZZ_RUNS = Number(process.env.TOLLGATE_FUZZ_RUNS ?? 2_000);

/** Part of most texts that are made up here: an answer or a log line that holds it has repeated something of a request. */
export const MARK = 'zqx7mark';

export interface EventModels {
  /** Events that the function takes. */
  readonly good: readonly object[];
  /** What headers, parameters and bodies can hold that means something to the function. */
  readonly words: readonly string[];
}

type Lists = Record<string, string[]>;

/** What the changes change of an event, be it of an integration or of an authorizer. */
interface Draft {
  httpMethod: string;
  path: string;
  resource: string;
  multiValueHeaders: Lists | null;
  multiValueQueryStringParameters: Lists | null;
  body?: string | null;
  isBase64Encoded?: boolean;
  requestContext: { requestId: string };
}

type Change = (event: Draft) => unknown;

/** An event of the right shape, in which up to five things are other than they should be. */
export function hostileEvent<Event>({ good, words }: EventModels): fc.Arbitrary<Event> {
  const model = fc.constantFrom(...good);
  return fc.tuple(model, fc.array(changeOf(words), { maxLength: 5 })).map(([event, changes]) => {
    const draft: Draft = copyOf(event);
    for (const change of changes) change(draft);
    return draft as Event;
  });
}

/** One of another service, or of another shape: with fields missing, or of types that they never have. */
export function alienEvent(models: EventModels): fc.Arbitrary<unknown> {
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(hostileEvent<object>(models), fc.array(damage, { minLength: 1, maxLength: 3 })).map(damaged),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.constantFrom(...OTHER_SHAPES), fc.array(damage, { maxLength: 2 })).map(damaged),
    },
    { weight: 1, arbitrary: junk },
  );
}

const PROTOTYPE_NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'prototype',
  'valueOf',
  'length',
  'then',
];
const NASTY = [
  ...[
    '',
    '',
    ' ',
    '\t',
    '\0',
    '\r\n',
    '\r\nSet-Cookie: a=b\r\n\r\n',
    '\ud800',
    '\udfff',
    '\ufffd',
    '\u202e',
    'ü',
    '𝒳',
    '\u2028',
  ],
  ...[
    '%',
    '%zz',
    '%00',
    '%2e%2e%2f',
    '%c0%ae',
    '%ed%a0%80',
    '/../',
    '//',
    '\\',
    ';',
    '?',
    '#',
    '*',
    '&',
    '&&',
    '=',
    '+',
    ',',
  ],
  ...[
    '"',
    "'",
    '<x>',
    ']]>',
    '<!DOCTYPE x [',
    '&lt;',
    '{',
    '[[[[',
    '{"a":',
    '$(x)',
    '{{resolve:',
    '-1',
    '1e999',
    'null',
  ],
];
/** Made once: to make them each time would take longer than all the rest. */
const LONG = [300, 5_000, 70_000, 1_500_000].map((length) => MARK.repeat(length / MARK.length));

const text = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .tuple(fc.constantFrom(...NASTY), anyText({ maxLength: 8 }), fc.boolean())
      .map(([nasty, rest, first]) => (first ? `${nasty}${MARK}${rest}` : `${rest}${MARK}${nasty}`)),
  },
  { weight: 3, arbitrary: fc.constantFrom(...NASTY) },
  { weight: 3, arbitrary: fc.constantFrom(...PROTOTYPE_NAMES) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(0, 0, 0, 0, 1, 1, 1, 2, 2, 3)).map(([at]) => LONG[at] ?? '') },
);

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'get', 'Post', 'ANY', ''];
const HEADERS = [
  ...['authorization', 'content-type', 'content-encoding', 'content-length', 'transfer-encoding', 'connection', 'host'],
  ...[
    'soapaction',
    'accept',
    'cookie',
    'referer',
    'tollgate',
    'x-forwarded-for',
    'if-match',
    'if-none-match',
    'idempotency-key',
  ],
];
const PARAMETERS = [
  ...['access_token', 'token', 'key', 'grant_type', 'scope', 'client_id', 'client_secret', 'token_type_hint', 'wsdl'],
  ...['cursor', 'limit', 'clientId', 'productId', 'action', 'entity'],
];
const place = fc.nat({ max: 10_000 });

/** Something put into a text, at a place or instead of what is there. */
function splice(words: readonly string[]): fc.Arbitrary<(old: string) => string> {
  const inserted = fc.oneof(text, fc.constantFrom(...words));
  return fc
    .tuple(inserted, place, fc.constantFrom('whole', 'in', 'in', 'over', 'cut'))
    .map(([put, at, how]) => (old) => {
      const from = at % (old.length + 1);
      if (how === 'whole') return put;
      return `${old.slice(0, from)}${how === 'cut' ? '' : put}${how === 'in' ? old.slice(from) : old.slice(from + 3)}`;
    });
}

function changeOf(words: readonly string[]): fc.Arbitrary<Change> {
  const edit = splice(words);
  const value = fc.oneof(text, fc.constantFrom(...words));
  return fc.oneof(
    fc.tuple(fc.constantFrom(...METHODS)).map(
      ([httpMethod]): Change =>
        (event) =>
          Object.assign(event, { httpMethod }),
    ),
    edit.map(
      (change): Change =>
        (event) =>
          Object.assign(event, { path: change(event.path) }),
    ),
    edit.map(
      (change): Change =>
        (event) =>
          Object.assign(event, { resource: change(event.resource) }),
    ),
    edit.map(
      (change): Change =>
        ({ requestContext }) => {
          requestContext.requestId = change(requestContext.requestId);
        },
    ),
    listChange('multiValueHeaders', HEADERS, value, edit),
    listChange('multiValueHeaders', HEADERS, value, edit),
    listChange('multiValueQueryStringParameters', PARAMETERS, value, edit),
    fc.tuple(edit, fc.boolean(), fc.boolean()).map(bodyChange),
    fc.tuple(edit, fc.boolean(), fc.boolean()).map(bodyChange),
  );
}

/** Changes the values of one name, or gives it under another spelling, or takes it away. */
function listChange(
  field: 'multiValueHeaders' | 'multiValueQueryStringParameters',
  names: readonly string[],
  value: fc.Arbitrary<string>,
  edit: fc.Arbitrary<(old: string) => string>,
): fc.Arbitrary<Change> {
  const name = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...names) },
    { weight: 1, arbitrary: fc.constantFrom(...names).map((one) => one.toUpperCase()) },
    { weight: 1, arbitrary: text },
  );
  const values = fc.array(value, { maxLength: 2 });
  return fc.tuple(name, values, edit, place, fc.constantFrom('put', 'edit', 'edit', 'drop')).map(
    ([named, list, change, at, how]): Change =>
      (event) => {
        const entries = Object.entries(event[field] ?? {});
        const index = at % Math.max(entries.length, 1);
        event[field] = Object.fromEntries(
          how === 'put' || entries.length === 0
            ? [...entries, [named, list]]
            : entries.flatMap((entry, position) => {
                if (position !== index) return [entry];
                return how === 'drop' ? [] : [[entry[0], entry[1].map(change)]];
              }),
        );
      },
  );
}

/** Changes the body's text, or what stands in the event for it; and says of it what may not be true. */
function bodyChange([change, encoded, flips]: readonly [(old: string) => string, boolean, boolean]): Change {
  return (event) => {
    const body = event.body ?? '';
    if (event.isBase64Encoded && !encoded) {
      event.body = Buffer.from(change(Buffer.from(body, 'base64').toString())).toString('base64');
    } else event.body = change(body);
    if (encoded && flips) event.isBase64Encoded = !event.isBase64Encoded;
  };
}

const junk = fc.oneof(
  text,
  fc.constantFrom<unknown>(null, undefined, 0, -1, Number.NaN, 1e308, true, false, [], {}, [null], [[]], ['a', 1], {
    a: null,
  }),
  fc.constantFrom<unknown>({ __proto__: null }, { length: 1e9 }, [{}], { toString: null }),
);

const FIELDS = [
  ...['httpMethod', 'path', 'resource', 'headers', 'multiValueHeaders', 'multiValueQueryStringParameters', 'body'],
  ...[
    'isBase64Encoded',
    'pathParameters',
    'pathParameters.proxy',
    'stageVariables',
    'requestContext',
    'methodArn',
    'type',
  ],
  ...['requestContext.requestId', 'requestContext.identity', 'requestContext.identity.userArn', 'requestContext.path'],
  ...['requestContext.authorizer', 'requestContext.authorizer.tollgate', 'multiValueHeaders.authorization'],
  ...[
    'multiValueHeaders.content-type',
    'multiValueHeaders.content-type.0',
    'multiValueQueryStringParameters.access_token',
  ],
];

type Damage = (event: unknown) => void;

/** Takes a field away, or puts something of any type in its place. */
const damage: fc.Arbitrary<Damage> = fc.tuple(fc.constantFrom(...FIELDS), fc.boolean(), junk).map(
  ([field, removes, value]): Damage =>
    (event) => {
      const names = field.split('.');
      const last = names.pop() ?? '';
      let holder: unknown = event;
      for (const name of names) holder = isObject(holder) ? holder[name] : undefined;
      if (!isObject(holder)) return;
      if (removes) delete holder[last];
      // A copy, since what comes next may damage it in its turn.
      else holder[last] = isObject(value) ? copyOf(value) : value;
    },
);

/** As events come: through JSON. */
const copyOf = (event: object) => JSON.parse(JSON.stringify(event));

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function damaged([event, damages]: readonly [object, readonly Damage[]]): unknown {
  const draft: unknown = copyOf(event);
  for (const one of damages) one(draft);
  return draft;
}

const HTTP_2 = {
  version: '2.0',
  routeKey: 'POST /AccessToken',
  rawPath: '/AccessToken',
  rawQueryString: '',
  cookies: ['a=b'],
  headers: { authorization: `Basic ${MARK}`, 'content-type': 'application/x-www-form-urlencoded' },
  requestContext: {
    requestId: 'id',
    stage: '$default',
    http: { method: 'POST', path: '/AccessToken', sourceIp: '::1' },
  },
  body: 'grant_type=client_credentials',
  isBase64Encoded: false,
};
const OTHER_SHAPES: readonly object[] = [
  // API Gateway HTTP, in both of its formats; a function URL has the second.
  HTTP_2,
  { ...HTTP_2, requestContext: { ...HTTP_2.requestContext, domainName: 'x.lambda-url.eu-west-1.on.aws' } },
  {
    version: '1.0',
    resource: '/AccessToken',
    path: '/AccessToken',
    httpMethod: 'POST',
    headers: HTTP_2.headers,
    body: null,
  },
  { version: '2.0', type: 'REQUEST', routeArn: `arn:${MARK}`, identitySource: [MARK], headers: {}, requestContext: {} },
  { type: 'TOKEN', authorizationToken: `Bearer ${MARK}`, methodArn: `arn:aws:execute-api:x:0:y/z/GET/${MARK}` },
  // An Application Load Balancer, with one value for each header and with several.
  {
    requestContext: { elb: { targetGroupArn: MARK } },
    httpMethod: 'GET',
    path: '/',
    headers: {},
    body: '',
    isBase64Encoded: false,
  },
  {
    requestContext: { elb: {} },
    httpMethod: 'GET',
    path: '/',
    multiValueHeaders: {},
    multiValueQueryStringParameters: {},
    body: '',
  },
  // A WebSocket, a queue, a schedule, a test in the console.
  {
    requestContext: { connectionId: 'x', routeKey: '$connect', eventType: 'CONNECT', requestId: 'id' },
    isBase64Encoded: false,
  },
  { Records: [{ messageId: 'x', body: MARK }] },
  { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} },
  { key1: 'value1', key2: MARK },
  {},
];
