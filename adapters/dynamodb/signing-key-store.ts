/** Keeps signing keys in the table SigningKeys, private halves encrypted, and reads no more of them than is asked for. */
import { type DynamoDBDocumentClient, PutCommand, paginateScan, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { hasEnded, isPublished } from '#core/keys/key-roles.ts';
import type { KeyRecord, PublicSigningJwk, SigningKey } from '#core/keys/signing-key.ts';
import type { KeyRecordStore, SigningKeyStore } from '#core/keys/signing-key-store.ts';
import type { Clock } from '#core/registry/ports.ts';
import { UnreadableItemError } from '#core/registry/store-faults.ts';
import { ask } from './ask.ts';
import type { ItemFields } from './item-fields.ts';
import {
  changedAttributes,
  PUBLIC_ATTRIBUTES,
  parseKeyRecord,
  parsePublicKey,
  parseSigningKey,
  RECORD_ATTRIBUTES,
  signingKeyAttributes,
  signingKeyFields,
} from './signing-key-item.ts';

export interface SigningKeyTable {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
  /** Told of a damaged item; the others are given all the same. */
  readonly report: (error: UnreadableItemError) => void;
  /** What has ended is left out, whether DynamoDB has removed it yet or not. */
  readonly now: Clock;
}

/** Lists and changes records of keys; needs Scan and UpdateItem. */
export function keyRecordStore(table: SigningKeyTable): KeyRecordStore {
  const list = async () => {
    const records = parseEach(await scan(table, RECORD_ATTRIBUTES), parseKeyRecord, table.report);
    return records.filter((record) => !hasEnded(record, table.now()));
  };
  return {
    list,
    change: async (from, to) => {
      const written = await writeIf(table, 'UpdateItem', (options) =>
        table.documents.send(updateCommand(table.tableName, from, to), options),
      );
      if (written) return 'changed';
      // A first attempt may have been written and its answer lost; then it is our own change that the second one met.
      const found = (await list()).find(({ kid }) => kid === to.kid);
      const isOurs = found?.revision === to.revision && found.lastChange?.requestId === to.lastChange?.requestId;
      return isOurs && found.lastChange?.action === to.lastChange?.action ? 'changed' : 'conflict';
    },
  };
}

/** Creates keys as well; needs PutItem besides. */
export function signingKeyStore(table: SigningKeyTable): SigningKeyStore {
  return {
    ...keyRecordStore(table),
    create: async (key) => {
      const command = new PutCommand({
        TableName: table.tableName,
        Item: signingKeyAttributes(key),
        ConditionExpression: 'attribute_not_exists(kid)',
      });
      const written = await writeIf(table, 'PutItem', (options) => table.documents.send(command, options));
      return written ? 'created' : 'exists';
    },
  };
}

/** Every key that has not ended, with its encrypted private half: for who signs. */
export async function listSigningKeys(table: SigningKeyTable): Promise<readonly SigningKey[]> {
  const keys = parseEach(await scan(table), parseSigningKey, table.report);
  return keys.filter((key) => !hasEnded(key, table.now()));
}

/** The public halves of the keys that tokens may be signed with. */
export async function listPublicKeys(table: SigningKeyTable): Promise<readonly PublicSigningJwk[]> {
  const keys = parseEach(await scan(table, PUBLIC_ATTRIBUTES), parsePublicKey, table.report);
  return keys.filter((key) => isPublished(key, table.now())).map(({ publicJwk }) => publicJwk);
}

/** There is a handful of keys: a scan is one read. */
async function scan(
  { documents, tableName }: SigningKeyTable,
  attributes?: readonly string[],
): Promise<readonly unknown[]> {
  return ask(documents, 'Scan of SigningKeys', async (options) => {
    const items: unknown[] = [];
    const projection = attributes && {
      ProjectionExpression: attributes.map((_, index) => `#${index}`).join(', '),
      ExpressionAttributeNames: Object.fromEntries(attributes.map((name, index) => [`#${index}`, name])),
    };
    const input = { TableName: tableName, ConsistentRead: true, ...projection };
    for await (const page of paginateScan({ client: documents }, input, options)) items.push(...(page.Items ?? []));
    return items;
  });
}

/** Sets what a step sets, and nothing of the key itself. A key that is not there is not made by it. */
function updateCommand(tableName: string, { kid, revision }: KeyRecord, to: KeyRecord): UpdateCommand {
  const attributes = Object.entries(changedAttributes(to));
  return new UpdateCommand({
    TableName: tableName,
    Key: { kid },
    UpdateExpression: `SET ${attributes.map((_, index) => `#${index} = :${index}`).join(', ')}`,
    ConditionExpression:
      revision === 0 ? 'attribute_exists(kid) AND attribute_not_exists(revision)' : 'revision = :revision',
    ExpressionAttributeNames: Object.fromEntries(attributes.map(([name], index) => [`#${index}`, name])),
    ExpressionAttributeValues: {
      ...Object.fromEntries(attributes.map(([, value], index) => [`:${index}`, value])),
      ...(revision === 0 ? {} : { ':revision': revision }),
    },
  });
}

/** Whether the write's condition held. */
function writeIf(
  { documents }: SigningKeyTable,
  operation: string,
  write: (options: { readonly abortSignal: AbortSignal }) => Promise<unknown>,
): Promise<boolean> {
  return ask(documents, `${operation} on SigningKeys`, async (options) => {
    try {
      await write(options);
      return true;
    } catch (thrown) {
      if (thrown instanceof Error && thrown.name === 'ConditionalCheckFailedException') return false;
      throw thrown;
    }
  });
}

function parseEach<Key>(
  items: readonly unknown[],
  parse: (fields: ItemFields) => Key,
  report: SigningKeyTable['report'],
): readonly Key[] {
  return items.flatMap((item) => {
    try {
      return [parse(signingKeyFields(item))];
    } catch (error) {
      if (!(error instanceof UnreadableItemError)) throw error;
      report(error);
      return [];
    }
  });
}
