/** Starts the stand-in for DynamoDB: dynalite, on disk, on a free loopback port. */
import { mkdirSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { numberOf, objectOf, stringOf } from '../json-value.ts';
import { createDynamoDbClient, type DynamoDbClient } from './dynamodb-client.ts';

export interface DynamoDbServer {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  readonly client: DynamoDbClient;
  stop(): Promise<void>;
}

/** How long the data files may take to close, in ms; acknowledged writes are safe already. */
const CLOSING_LIMIT_MS = 3000;

/** @throws Error when the data in `directory` can't be opened. */
export async function startDynamoDb(directory: string, accessKeyId: string): Promise<DynamoDbServer> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const worker = new Worker(new URL('./dynamodb-worker.ts', import.meta.url), {
    workerData: { directory, accessKeyId },
  });
  const exited = new Promise<void>((resolve) => worker.on('exit', () => resolve()));
  const listening = Promise.withResolvers<number>();
  const failed = Promise.withResolvers<never>();
  // A failure after the start has no reader any more.
  failed.promise.catch(() => undefined);
  worker.on('error', (error) => failed.reject(error));
  worker.on('message', (message: unknown) => {
    const { kind, port, message: text } = objectOf(message);
    if (kind === 'listening') listening.resolve(numberOf(port) ?? 0);
    else failed.reject(new Error(`The data in ${directory} can't be opened: ${stringOf(text) ?? ''}`));
  });

  async function stop(): Promise<void> {
    worker.postMessage('stop');
    const limit = setTimeout(() => void worker.terminate(), CLOSING_LIMIT_MS);
    await exited;
    clearTimeout(limit);
  }

  try {
    const endpoint = `http://127.0.0.1:${await Promise.race([listening.promise, failed.promise])}`;
    const client = createDynamoDbClient(endpoint, accessKeyId);
    // The files are opened in the background: the first answer says that they could be.
    await Promise.race([client('DescribeTable', { TableName: 'none' }), failed.promise]);
    return { endpoint, client, stop };
  } catch (error) {
    await worker.terminate();
    throw error;
  }
}
