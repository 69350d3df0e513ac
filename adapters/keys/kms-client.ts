/** Makes the KMS client of a function, with limits that leave it time to answer. */
import { KMSClient, type KMSClientConfig } from '@aws-sdk/client-kms';
import { dropIdleConnections } from '../runtime/drop-idle-connections.ts';

/** Milliseconds, of the same meaning as DynamoDB's. KMS is asked once for each key, and may take its time. */
export const KMS_LIMITS = { connectionTimeout: 400, requestTimeout: 800, maxAttempts: 2, budget: 1_800 } as const;

/** @default - what the SDK finds in its surroundings (AWS_REGION, the role's credentials, AWS_ENDPOINT_URL_KMS) */
export type KmsClientOptions = Pick<KMSClientConfig, 'endpoint' | 'region' | 'credentials' | 'requestHandler'>;

export function createKmsClient(options: KmsClientOptions = {}): KMSClient {
  const { connectionTimeout, requestTimeout, maxAttempts } = KMS_LIMITS;
  const client = new KMSClient({
    requestHandler: { connectionTimeout, requestTimeout, socketTimeout: requestTimeout, throwOnRequestTimeout: true },
    maxAttempts,
    retryMode: 'standard',
    ...options,
  });
  dropIdleConnections(client);
  return client;
}
