/** What the SDK's clients do, with all their connections, in front of a service that is out of order, and after it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createDocumentClient, DYNAMODB_LIMITS } from '#adapters/dynamodb/document-client.ts';
import { subscriptionReader } from '#adapters/dynamodb/registry-readers.ts';
import { createKmsClient, KMS_LIMITS } from '#adapters/keys/kms-client.ts';
import { decryptPrivateKey } from '#adapters/keys/kms-envelope.ts';
import { describeFault } from '#adapters/runtime/describe-fault.ts';
import { eventually } from '#test/support/eventually.ts';
import { OUTAGES, startFaultProxy } from '#test/support/fault-proxy.ts';
import { newKeyPair } from '#test/support/token-world.ts';

const surroundings = { region: 'eu-west-1', credentials: { accessKeyId: 'AKIAFAKE', secretAccessKey: 'fake' } };
/** Milliseconds that a slow machine may add. */
const SLACK = 700;
/** The SDK's own limit of connections to one service. */
const MOST_CONNECTIONS = 50;

const cleanUp: (() => void)[] = [];
const now = Date.now;
afterEach(() => {
  Date.now = now;
  for (const undo of cleanUp.splice(0)) undo();
});

/** Answers every request with the same. */
async function aService(answer: string) {
  const sockets: Socket[] = [];
  const deaf = new Set<Socket>();
  const server = createServer((request, response) => {
    request.resume();
    if (!deaf.has(request.socket)) request.on('end', () => response.end(answer));
  });
  server.on('connection', (socket) => void sockets.push(socket));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  cleanUp.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    /** Made so far. */
    connections: () => sockets.length,
    /** What comes on the connections that there are is not heard any more, as after a long time in which they were silent. */
    forgetConnections: () => {
      for (const socket of sockets) deaf.add(socket);
    },
  };
}

async function timed(ask: () => Promise<unknown>) {
  const started = performance.now();
  const failed = await ask().then(
    () => false,
    () => true,
  );
  return { failed, milliseconds: performance.now() - started };
}

const keyPair = newKeyPair();

/** @returns a way to ask each service something, once */
const SERVICES = {
  DynamoDB: {
    budget: DYNAMODB_LIMITS.budget,
    answer: '{}',
    asking: (endpoint: string) => {
      const documents = createDocumentClient({ ...surroundings, endpoint });
      cleanUp.push(() => documents.destroy());
      const reader = subscriptionReader(documents, 't', { consistentRead: true });
      return () => reader.get('tgk_x');
    },
  },
  KMS: {
    budget: KMS_LIMITS.budget,
    answer: JSON.stringify({
      Plaintext: keyPair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    }),
    asking: (endpoint: string) => {
      const kms = createKmsClient({ ...surroundings, endpoint });
      cleanUp.push(() => kms.destroy());
      const envelope = { keyArn: 'arn:aws:kms:eu-west-1:000000000000:key/1', serverGroup: 'test' };
      return () => decryptPrivateKey(kms, envelope, { kid: keyPair.kid, encryptedPrivateKey: 'AAAA' });
    },
  },
};

describe.each(Object.entries(SERVICES))('%s', (_, { budget, answer, asking }) => {
  async function aFaultyService() {
    const proxy = await startFaultProxy((await aService(answer)).origin);
    cleanUp.push(proxy.stop);
    return { proxy, ask: asking(proxy.origin) };
  }

  test('whatever is wrong with it is given up within the budget, and it is of use at once when it is back', async () => {
    const outcomes = await Promise.all(
      OUTAGES.map(async (fault) => {
        const { proxy, ask } = await aFaultyService();
        await ask();
        await proxy.use(fault);
        const failure = await timed(ask);
        await eventually(() => expect(proxy.waiting()).toBe(0), 1_000);
        await proxy.use('healthy');
        return { fault, failure, recovery: await timed(ask) };
      }),
    );

    for (const { fault, failure, recovery } of outcomes) {
      expect({ fault, failed: failure.failed, recovered: !recovery.failed }).toEqual({
        fault,
        failed: true,
        recovered: true,
      });
      expect(failure.milliseconds).toBeLessThan(budget + SLACK);
      expect(recovery.milliseconds).toBeLessThan(SLACK);
    }
  });

  test('that gives an answer which is no JSON is told of without a piece of the answer', async () => {
    const ask = asking((await aService('{Plaintext:"0123456789abcdef')).origin);

    const fault: unknown = await ask().catch((thrown) => thrown);

    expect(Object.values(describeFault(fault)).join()).toMatch(/The answer was not valid JSON/);
    expect(Object.values(describeFault(fault)).join()).not.toMatch(/Plain|0123/);
  });

  test('that is slow is waited for', async () => {
    const { proxy, ask } = await aFaultyService();
    await proxy.use('slow');

    await ask();

    expect(proxy.requests()).toBe(1);
  });

  test('that hangs is not waited for any more when it is back, even when all there may be were waiting', async () => {
    const { proxy, ask } = await aFaultyService();
    await proxy.use('hanging');

    const started = performance.now();
    const outcomes = await Promise.allSettled(Array.from({ length: 3 * MOST_CONNECTIONS }, () => ask()));
    expect(performance.now() - started).toBeLessThan(budget + 3 * SLACK);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toEqual([]);
    await eventually(() => expect(proxy.waiting()).toBe(0), 1_000);

    await proxy.use('healthy');
    for (let questions = 0; questions < 5; questions += 1) await ask();
  });

  test('is asked on new connections after half a minute, since those of a function that was frozen may be dead', async () => {
    const service = await aService(answer);
    const ask = asking(service.origin);
    await Promise.all([ask(), ask(), ask(), ask()]);
    expect(service.connections()).toBe(4);
    service.forgetConnections();

    Date.now = () => now() + 31_000;
    const started = performance.now();
    await ask();

    expect(performance.now() - started).toBeLessThan(500);
    expect(service.connections()).toBe(5);
  });

  test('is asked on the same connections again and again while it is in use', async () => {
    const service = await aService(answer);
    const ask = asking(service.origin);

    for (let seconds = 0; seconds < 100; seconds += 20) {
      Date.now = () => now() + seconds * 1_000;
      await ask();
    }

    expect(service.connections()).toBe(1);
  });
});
