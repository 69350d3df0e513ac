/** Keeps signing keys in the table SigningKeys, private halves encrypted; and reads the public halves alone. */
import { type DynamoDBDocumentClient, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { SigningKeyStore } from '#core/keys/rotate-signing-keys.ts';
import type { PublicSigningJwk, SigningKey } from '#core/keys/signing-key.ts';
import { UnreadableItemError } from '#core/registry/store-faults.ts';
import { ask } from './ask.ts';
import { ITEM_SCHEMA, type ItemFields, itemFields } from './item-fields.ts';
import { TABLES } from './tables.ts';

/** Told of a damaged item; the others are given all the same. */
export type ReportUnreadable = (error: UnreadableItemError) => void;

export function signingKeyStore(
  documents: DynamoDBDocumentClient,
  tableName: string,
  report: ReportUnreadable,
): SigningKeyStore {
  return {
    list: async () => parseEach(await scan(documents, tableName), parseSigningKey, report),
    create: async ({ kid, publicJwk: { x, y }, encryptedPrivateKey, state, createdAt }) => {
      const item = { schema: ITEM_SCHEMA, kid, x, y, encryptedPrivateKey, state, createdAt };
      return ask('PutItem on SigningKeys', async (options) => {
        try {
          const condition = 'attribute_not_exists(kid)';
          await documents.send(
            new PutCommand({ TableName: tableName, Item: item, ConditionExpression: condition }),
            options,
          );
          return 'created';
        } catch (thrown) {
          if (thrown instanceof Error && thrown.name === 'ConditionalCheckFailedException') return 'exists';
          throw thrown;
        }
      });
    },
  };
}

/** The public halves of all keys; what is encrypted is not even read. */
export async function listPublicKeys(
  documents: DynamoDBDocumentClient,
  tableName: string,
  report: ReportUnreadable,
): Promise<readonly PublicSigningJwk[]> {
  return parseEach(await scan(documents, tableName, ['schema', 'kid', 'x', 'y']), parsePublicJwk, report);
}

/** There is a handful of keys: a scan is one read. */
async function scan(
  documents: DynamoDBDocumentClient,
  tableName: string,
  attributes?: readonly string[],
): Promise<readonly unknown[]> {
  return ask('Scan of SigningKeys', async (options) => {
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

function parseEach<Key>(
  items: readonly unknown[],
  parse: (fields: ItemFields) => Key,
  report: ReportUnreadable,
): readonly Key[] {
  return items.flatMap((item) => {
    try {
      const fields = itemFields('SigningKeys', '', item);
      if (fields.count('schema') !== ITEM_SCHEMA)
        throw new UnreadableItemError('SigningKeys', fields.text('kid'), 'schema');
      return [parse(fields)];
    } catch (error) {
      if (!(error instanceof UnreadableItemError)) throw error;
      report(error);
      return [];
    }
  });
}

function parseSigningKey(fields: ItemFields): SigningKey {
  const publicJwk = parsePublicJwk(fields);
  return {
    kid: publicJwk.kid,
    publicJwk,
    encryptedPrivateKey: fields.matching('encryptedPrivateKey', /^[A-Za-z0-9+/]+={0,2}$/),
    state: fields.oneOf('state', ['next', 'current', 'retired']),
    createdAt: fields.time('createdAt'),
  };
}

function parsePublicJwk(fields: ItemFields): PublicSigningJwk {
  const coordinate = /^[A-Za-z0-9_-]{43}$/;
  return {
    kty: 'EC',
    crv: 'P-256',
    x: fields.matching('x', coordinate),
    y: fields.matching('y', coordinate),
    alg: 'ES256',
    use: 'sig',
    kid: fields.matching(TABLES.SigningKeys.partitionKey, coordinate),
  };
}
