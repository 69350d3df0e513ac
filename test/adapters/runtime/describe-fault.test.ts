import { createPublicKey, timingSafeEqual } from 'node:crypto';
import { request } from 'node:http';
import { inspect } from 'node:util';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DecryptCommand } from '@aws-sdk/client-kms';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { createKmsClient } from '#adapters/keys/kms-client.ts';
import { describeFault, failPlainly, plainFault } from '#adapters/runtime/describe-fault.ts';
import { Fault } from '#core/fault.ts';
import { StoreUnavailableError, UnreadableItemError } from '#core/registry/store-faults.ts';
import { anyText } from '#test/support/any-text.ts';

const CANARY = 'canary7f3a9c51';

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (thrown) {
    return thrown;
  }
  throw new Error('Nothing was thrown.');
}

/** A service that quotes what it was sent, and more. */
function quotingHandler(statusCode: number) {
  const body = { __type: 'com.amazonaws#ValidationException', message: `not ${CANARY}`, Item: { hash: { S: CANARY } } };
  return {
    handle: async () => ({
      response: {
        statusCode,
        headers: { 'x-amzn-requestid': `${CANARY}`, 'x-echo': CANARY },
        body: new Blob([JSON.stringify(body)]).stream(),
      },
    }),
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
  };
}
const surroundings = { region: 'eu-west-1', credentials: { accessKeyId: 'AKIAFAKE', secretAccessKey: CANARY } };

/** Everything that a log could make of an error: Lambda's own writes the properties and the causes as well. */
const inFull = (value: unknown) => inspect(value, { depth: null, showHidden: true, maxStringLength: null });

describe('what is said of a fault', () => {
  test('is the sentence, when it is one of ours, and those of its causes', () => {
    const cause = new UnreadableItemError('Products', 'orders', 'scopes');
    const fault = new StoreUnavailableError('GetItem on Products', { cause });

    expect(describeFault(fault)).toEqual({
      fault: 'StoreUnavailableError',
      faultMessage: `GetItem on Products failed. (UnreadableItemError: ${cause.message})`,
    });
  });

  test('is of an answer of AWS its class, its status and its request id', () => {
    const ids = ['b1946ac9-2f4e-4c1a-9d3e-0123456789ab', 'KV2QS2R3V4T5U6W7X8Y9Z0A1B2C3D4E5F6G7H8I9J0K1L2M3N4O5'];
    for (const requestId of ids) {
      const $metadata = { httpStatusCode: 400, requestId };
      const cause = Object.assign(new Error(CANARY), { name: 'AccessDeniedException', $metadata });

      expect(describeFault(new StoreUnavailableError('GetItem on Products', { cause }))).toEqual({
        fault: 'StoreUnavailableError',
        faultMessage: `GetItem on Products failed. (AccessDeniedException: HTTP 400, request ${requestId})`,
      });
    }
  });

  test('is of an error of the system its code', () => {
    const fault = Object.assign(new Error(`connect ECONNREFUSED ${CANARY}`), { code: 'ECONNREFUSED' });

    expect(describeFault(fault)).toEqual({ fault: 'Error', faultMessage: 'ECONNREFUSED' });
  });

  test('is of an error of our code where in the bundle it happened', () => {
    const fault = new TypeError(CANARY);
    fault.stack = `TypeError: ${CANARY}\n    at async a (file:///var/task/index.mjs:12:3456)\n    at b (node:internal:1:2)`;

    expect(describeFault(fault)).toEqual({ fault: 'TypeError', faultMessage: 'at index.mjs:12:3456' });
  });

  test('is no more than its type, when it is no error', () => {
    expect(describeFault(CANARY)).toEqual({ fault: 'string' });
    expect(describeFault({ message: CANARY })).toEqual({ fault: 'object' });
    expect(describeFault(undefined)).toEqual({ fault: 'undefined' });
  });

  test('ends, however deep its causes lie', () => {
    const loop = new Fault('a');
    loop.cause = loop;

    expect(describeFault(loop).faultMessage).toBe('a (Fault: a (Fault: a (Fault: a)))');
  });
});

describe('nothing that somebody else has written', () => {
  const quoting: readonly (readonly [string, () => unknown])[] = [
    ['JSON.parse', () => JSON.parse(CANARY)],
    ['JSON.parse in the middle', () => JSON.parse(`{"secret": ${CANARY}}`)],
    ['BigInt', () => BigInt(CANARY)],
    ['RegExp', () => new RegExp(`(${CANARY}`)],
    ['the in operator', () => 'a' in (CANARY as unknown as object)],
    ['a property of a text', () => Object.defineProperty(CANARY as unknown as object, 'a', {})],
    ['URL', () => new URL(`//${CANARY}`)],
    ['a header', () => request('http://127.0.0.1', { headers: { [`${CANARY}\n`]: 'x' } })],
    ['a path', () => request('http://127.0.0.1', { path: `/${CANARY} ` })],
    ['Buffer', () => Buffer.from('x', CANARY as BufferEncoding)],
    ['timingSafeEqual', () => timingSafeEqual(CANARY as unknown as Buffer, Buffer.from(''))],
    ['createPublicKey', () => createPublicKey({ key: { kty: CANARY }, format: 'jwk' })],
  ];

  test.each(quoting)('is told of what %s throws', (_, work) => {
    const thrown = thrownBy(work);

    expect(inFull([describeFault(thrown), plainFault(thrown)])).not.toContain(CANARY);
  });

  test('although much of that is a quotation', () => {
    const texts = quoting.map(([, work]) => inFull(thrownBy(work)));

    expect(texts.filter((text) => text.includes(CANARY)).length).toBeGreaterThan(5);
  });

  test.each([400, 500])('is told of what a service says that answers %i', async (status) => {
    const requestHandler = quotingHandler(status);
    const key = { TableName: 't', Key: { id: { S: CANARY } } };
    const outcomes = await Promise.allSettled([
      createDocumentClient({ ...surroundings, requestHandler }).send(new GetItemCommand(key)),
      createKmsClient({ ...surroundings, requestHandler }).send(
        new DecryptCommand({ CiphertextBlob: Buffer.from(CANARY) }),
      ),
    ]);

    for (const outcome of outcomes) {
      const thrown: unknown = outcome.status === 'rejected' ? outcome.reason : undefined;
      const ours = new StoreUnavailableError('GetItem on Subscriptions', { cause: thrown });
      const told = [thrown, ours].flatMap((fault) => [describeFault(fault), plainFault(fault)]);

      expect(inFull(thrown)).toContain(CANARY);
      expect(inFull(told)).not.toContain(CANARY);
      expect(describeFault(thrown)).toEqual({ fault: 'ValidationException', faultMessage: `HTTP ${status}` });
    }
  });

  test('is told, wherever in an error it stands', () => {
    const text = anyText({ minLength: 0, maxLength: 40 }).map((around) => `${around}${CANARY}${around}`);
    const place = fc.constantFrom('message', 'name', 'code', 'stack', 'cause', 'request', 'requestId', 'constructor');
    fc.assert(
      fc.property(text, fc.array(place, { minLength: 1 }), fc.nat(3), (secret, places, depth) => {
        let fault: Error = Object.assign(new Error('x'), { $metadata: { requestId: secret, httpStatusCode: secret } });
        for (const name of places) Object.defineProperty(fault, name, { value: secret, enumerable: true });
        for (let level = 0; level < depth; level += 1) fault = new Fault('ours', { cause: fault });

        expect(inFull([describeFault(fault), plainFault(fault)])).not.toContain(CANARY);
      }),
    );
  });
});

test('a handler that fails plainly throws what may be said, and answers what it would', async () => {
  const cause = new Error(CANARY);
  const handler = failPlainly(async (fails: boolean) => {
    if (fails) throw Object.assign(new Fault('It did not work.', { cause }), { event: CANARY });
    return 'done';
  });

  const thrown: unknown = await handler(true).catch((error) => error);

  expect(await handler(false)).toBe('done');
  expect(thrown).toMatchObject({ name: 'Fault', message: 'It did not work. (Error)' });
  expect(inFull(thrown)).not.toContain(CANARY);
});
