import { describe, expect, test } from '@jest/globals';
import { authorizerEvent, requestOf, restEvent } from '#adapters/apigateway/rest-event.ts';
import { anAuthorizerEvent, aProxyEvent } from '../../support/api-gateway-events.ts';
import { registryEvent } from '../../support/registry-caller.ts';
import { SECRET } from '../../support/token-world.ts';

const event = registryEvent('POST', '/clients/acme', { a: 1 });
const { requestContext } = event;
type Event = typeof event;
const identified = (requestId: unknown) => ({ ...event, requestContext: { ...requestContext, requestId } }) as Event;

describe('an event of API Gateway REST', () => {
  test.each([
    ['of an integration', aProxyEvent({ headers: { a: ['b', 'c'] }, query: { d: 'e' }, body: 'f' })],
    ['with as little as there can be', aProxyEvent()],
    ['that IAM has authorized', event],
    ['without a list of headers', { ...event, multiValueHeaders: null }],
    ['in which a header has no values', { ...event, multiValueHeaders: { a: null, b: undefined } }],
  ])('%s is taken', (_, taken) => {
    expect(restEvent(taken as Event)).toEqual(taken);
  });

  test.each([
    ['httpMethod', { ...event, httpMethod: undefined }],
    ['path', { ...event, path: ['/'] }],
    ['resource', { ...event, resource: 0 }],
    ['body', { ...event, body: { a: 1 } }],
    ['multiValueHeaders', { ...event, multiValueHeaders: { a: 'b' } }],
    ['multiValueHeaders', { ...event, multiValueHeaders: { a: [1] } }],
    ['multiValueHeaders', { ...event, multiValueHeaders: 'a: b' }],
    ['multiValueQueryStringParameters', { ...event, multiValueQueryStringParameters: { a: [null] } }],
    ['pathParameters', { ...event, pathParameters: { proxy: {} } }],
    ['stageVariables', { ...event, stageVariables: { target: 1 } }],
    ['requestContext', { ...event, requestContext: null }],
    ['requestContext.requestId', identified(1)],
    ['requestContext.path', { ...event, requestContext: { ...requestContext, path: {} } }],
    ...[1, '', 'a b', 'ü', 'x'.repeat(1_001)].map(
      (userArn) =>
        [
          'requestContext.identity.userArn',
          { ...event, requestContext: { ...requestContext, identity: { userArn } } },
        ] as const,
    ),
    ...[null, undefined, 'event', 7, [], {}].map((alien) => ['httpMethod', alien] as const),
  ])('must have a good %s: %j', (field, alien) => {
    expect(() => restEvent(alien as Event)).toThrow(
      `This is no event of API Gateway REST: its ${field} is not what it would be.`,
    );
  });

  test('of an authorizer names what is to be decided on', () => {
    expect(authorizerEvent(anAuthorizerEvent())).toEqual(anAuthorizerEvent());
    expect(() => authorizerEvent(event)).toThrow('its methodArn is not');
  });
});

describe('the id of a request, which a caller can choose', () => {
  test.each(['11111111-2222-4333-8444-555555555555', 'a', 'x'.repeat(64)])('stays as it is: %s', (id) => {
    expect(restEvent(identified(id)).requestContext.requestId).toBe(id);
    expect(requestOf(identified(id))).toEqual({ requestId: id });
  });

  test.each(['', ' ', 'a b', 'a\nb', 'ü', '\ud800', '"', '<', 'x'.repeat(65), SECRET])(
    'is "none" when it is no good: %j',
    (id) => {
      expect(restEvent(identified(id)).requestContext.requestId).toBe('none');
      expect(requestOf(identified(id))).toEqual({});
    },
  );

  test.each([undefined, null])('is "none" when there is none: %j', (id) => {
    expect(restEvent(identified(id)).requestContext.requestId).toBe('none');
  });

  test.each([null, 7, {}, identified({ a: 1 })])('is looked for in any event: %j', (any) => {
    expect(requestOf(any)).toEqual({});
  });
});
