import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createDocumentClient, DYNAMODB_LIMITS } from '#adapters/dynamodb/document-client.ts';
import { productStore } from '#adapters/dynamodb/product-store.ts';
import { subscriptionReader } from '#adapters/dynamodb/registry-readers.ts';
import { StoreUnavailableError } from '#core/registry/store-faults.ts';
import { aProduct } from '#test/support/registry-fixtures.ts';

const surroundings = {
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKIAFAKE', secretAccessKey: 'fake' },
};
/** Enough for a slow machine. */
const LATEST = DYNAMODB_LIMITS.budget + 700;

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const undo of cleanUp.splice(0)) undo();
});

interface FakeAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Readable;
}

/** The SDK with everything but the network: its signing, retries, timeouts and parsing are real. */
function documentsOver(answer: (attempt: number) => FakeAnswer | Promise<FakeAnswer>) {
  let attempts = 0;
  const documents = createDocumentClient({
    ...surroundings,
    requestHandler: {
      handle: async () => {
        attempts += 1;
        const { headers = {}, ...response } = await answer(attempts);
        return { response: { headers: { 'content-type': 'application/x-amz-json-1.0', ...headers }, ...response } };
      },
      updateHttpClientConfig: () => {},
      httpHandlerConfigs: () => ({}),
    },
  });
  return { documents, attempts: () => attempts };
}

const json = (statusCode: number, body: unknown, headers = {}): FakeAnswer => ({
  statusCode,
  headers,
  body: Readable.from([typeof body === 'string' ? body : JSON.stringify(body)]),
});
const awsError = (statusCode: number, type: string) => json(statusCode, { __type: `com.amazonaws.dynamodb#${type}` });
const never = () => new Promise<never>(() => {});

describe('a store whose service', () => {
  test.each<[string, number, (attempt: number) => FakeAnswer | Promise<FakeAnswer>]>([
    ['answers 500', 2, () => awsError(500, 'InternalServerError')],
    ['answers 503 with a page of HTML', 2, () => json(503, '<html>')],
    ['sends half a body', 1, () => json(200, '{"Item":{"hash":{"S":"0123456789')],
    ['sends no JSON', 1, () => json(200, '0123456789abcdef')],
    ['denies access', 1, () => awsError(400, 'AccessDeniedException')],
    ['lost the table', 1, () => awsError(400, 'ResourceNotFoundException')],
    ['cannot be found', 2, () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }))],
  ])('%s is unavailable within the budget, after %i attempts', async (_what, expected, answer) => {
    const { documents, attempts } = documentsOver(answer);
    const started = performance.now();

    const fault: unknown = await subscriptionReader(documents, 't', { consistentRead: true })
      .get('tgk_x')
      .catch((thrown) => thrown);

    expect(fault).toBeInstanceOf(StoreUnavailableError);
    expect(fault).toMatchObject({ message: 'GetItem on Subscriptions failed.', cause: { name: expect.any(String) } });
    expect(performance.now() - started).toBeLessThan(LATEST);
    expect(attempts()).toBe(expected);
    expect(String(fault instanceof Error && fault.cause)).not.toContain('0123');
  });

  test('throttles is asked once more, if the wait before that leaves time for it', async () => {
    const { documents, attempts } = documentsOver(() => awsError(400, 'ProvisionedThroughputExceededException'));
    const started = performance.now();

    await expect(subscriptionReader(documents, 't', { consistentRead: true }).get('tgk_x')).rejects.toThrow(
      StoreUnavailableError,
    );

    expect(performance.now() - started).toBeLessThan(LATEST);
    expect([1, 2]).toContain(attempts());
  });

  test('hangs, or asks for more patience than there is, is given up when the budget is spent', async () => {
    const services: readonly (() => FakeAnswer | Promise<FakeAnswer>)[] = [
      never,
      () => ({ statusCode: 200, body: new Readable({ read: () => {} }) }),
      () => json(503, {}, { 'retry-after': '2' }),
    ];
    const started = performance.now();

    const faults = await Promise.all(
      services.map((answer) =>
        subscriptionReader(documentsOver(answer).documents, 't', { consistentRead: true })
          .get('tgk_x')
          .catch((thrown) => thrown),
      ),
    );

    for (const fault of faults) expect(fault).toBeInstanceOf(StoreUnavailableError);
    expect(performance.now() - started).toBeLessThan(LATEST);
  });

  test('fails once is asked again', async () => {
    const { documents, attempts } = documentsOver((attempt) =>
      attempt === 1 ? awsError(500, 'InternalServerError') : json(200, {}),
    );

    expect(await subscriptionReader(documents, 't', { consistentRead: true }).get('tgk_x')).toBeUndefined();
    expect(attempts()).toBe(2);
  });

  test('lost the answer to a create that it carried out is not said to hold another item', async () => {
    const product = aProduct();
    const { documents, attempts } = documentsOver((attempt) => {
      if (attempt === 1) return awsError(500, 'InternalServerError');
      if (attempt === 2) return awsError(400, 'ConditionalCheckFailedException');
      return json(200, {
        Item: {
          incarnation: { S: product.incarnation },
          revision: { N: '1' },
          lastChange: { M: { requestId: { S: product.lastChange.requestId } } },
        },
      });
    });

    expect(await productStore(documents, 't').create(product)).toBe('created');
    expect(attempts()).toBe(3);
  });

  test('fails while a conflict is looked into is unavailable, and not said to hold anything', async () => {
    const { documents } = documentsOver((attempt) =>
      attempt === 1 ? awsError(400, 'ConditionalCheckFailedException') : awsError(500, 'InternalServerError'),
    );

    await expect(productStore(documents, 't').create(aProduct())).rejects.toThrow(StoreUnavailableError);
  });
});

describe('over a real connection, a store', () => {
  async function serve(listener: RequestListener) {
    const server = createServer(listener);
    let connections = 0;
    server.on('connection', () => {
      connections += 1;
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const documents = createDocumentClient({ ...surroundings, endpoint: `http://127.0.0.1:${port}` });
    cleanUp.push(() => {
      documents.destroy();
      server.closeAllConnections();
      server.close();
    });
    return { reader: subscriptionReader(documents, 't', { consistentRead: true }), connections: () => connections };
  }
  const empty = (response: ServerResponse) => response.end('{}');

  test('keeps its connection from one read to the next', async () => {
    const { reader, connections } = await serve((_request, response) => empty(response));

    for (let reads = 0; reads < 5; reads += 1) await reader.get('tgk_x');

    expect(connections()).toBe(1);
  });

  test('asks again when one answer does not come, and gives up one that drips', async () => {
    let requests = 0;
    const silent = await serve((_request, response) => {
      requests += 1;
      if (requests > 1) empty(response);
    });
    const dripping = await serve((_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 100);
      response.on('close', () => clearInterval(drip));
    });
    const started = performance.now();

    const [answered, dripped] = await Promise.allSettled([silent.reader.get('tgk_x'), dripping.reader.get('tgk_x')]);

    expect(answered).toEqual({ status: 'fulfilled', value: undefined });
    expect(requests).toBe(2);
    expect(dripped).toMatchObject({ status: 'rejected', reason: { name: 'StoreUnavailableError' } });

    expect(performance.now() - started).toBeLessThan(LATEST);
  });

  test('gives up when nobody listens', async () => {
    const documents = createDocumentClient({ ...surroundings, endpoint: 'http://127.0.0.1:1' });
    const started = performance.now();

    await expect(productStore(documents, 't').list({ limit: 1 })).rejects.toThrow('Scan on Products failed.');

    expect(performance.now() - started).toBeLessThan(LATEST);
  });
});
