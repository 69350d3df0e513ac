/** What a server group must not lose: its tables and the key that its signing keys are encrypted under. */

import { CloudFormationClient, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { REGION } from './emulator/start-emulator.ts';

export interface KeptData {
  /** Names of the tables. */
  readonly tables: readonly string[];
  readonly keyId: string;
}

const cloudFormation = new CloudFormationClient({ region: REGION });

/** What the registry stack of a server group has made. */
export async function keptData(serverGroup: string): Promise<KeptData> {
  const { StackResourceSummaries: resources = [] } = await cloudFormation.send(
    new ListStackResourcesCommand({ StackName: `tollgate-${serverGroup}-registry` }),
  );
  const idsOf = (type: RegExp) =>
    resources.flatMap(({ ResourceType = '', PhysicalResourceId: id }) =>
      type.test(ResourceType) && id !== undefined ? [id] : [],
    );
  return { tables: idsOf(/^AWS::DynamoDB::/).sort(), keyId: idsOf(/^AWS::KMS::Key$/)[0] ?? '' };
}
