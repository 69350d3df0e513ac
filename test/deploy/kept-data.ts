/** What a server group must not lose: its tables and the key that its signing keys are encrypted under. */
import { CloudFormationClient, DescribeStacksCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { REGION } from './emulator/start-emulator.ts';

export interface KeptData {
  readonly tables: readonly string[];
  readonly keyId: string;
}

const cloudFormation = new CloudFormationClient({ region: REGION });
const dynamoDb = new DynamoDBClient({ region: REGION });
const kms = new KMSClient({ region: REGION });

/** What the registry stack of a server group has made. */
export async function keptData(serverGroup: string): Promise<KeptData> {
  const { StackResourceSummaries: resources = [] } = await cloudFormation.send(
    new ListStackResourcesCommand({ StackName: `tollgate-${serverGroup}-registry` }),
  );
  const idsOf = (type: RegExp) =>
    resources
      .filter(({ ResourceType = '' }) => type.test(ResourceType))
      .flatMap(({ PhysicalResourceId: id }) => (id === undefined ? [] : [id]));
  return { tables: idsOf(/^AWS::DynamoDB::/).sort(), keyId: idsOf(/^AWS::KMS::Key$/).join() };
}

/** The table's items, or undefined if there is no such table. */
export async function itemsIn(table: string): Promise<number | undefined> {
  try {
    return (await dynamoDb.send(new ScanCommand({ TableName: table, Select: 'COUNT' }))).Count;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

/** When the table was made. */
export async function madeAt(table: string): Promise<Date | undefined> {
  return (await dynamoDb.send(new DescribeTableCommand({ TableName: table }))).Table?.CreationDateTime;
}

/** As in `Enabled` or `PendingDeletion`. */
export async function stateOfKey(keyId: string): Promise<string | undefined> {
  return (await kms.send(new DescribeKeyCommand({ KeyId: keyId }))).KeyMetadata?.KeyState;
}

export async function hasStack(name: string): Promise<boolean> {
  return cloudFormation.send(new DescribeStacksCommand({ StackName: name })).then(
    ({ Stacks = [] }) => Stacks.some(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE'),
    () => false,
  );
}
