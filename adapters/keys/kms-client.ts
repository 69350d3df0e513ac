/** Makes the KMS client of a function, with limits that leave it time to answer. */
import { KMSClient, type KMSClientConfig } from '@aws-sdk/client-kms';

/** Milliseconds. Two attempts and their pause stay below 3 seconds, the token function's budget being 10. */
const LIMITS = { connectionTimeout: 400, requestTimeout: 1_000, maxAttempts: 2 } as const;

/** @default - what the SDK finds in its surroundings (AWS_REGION, the role's credentials, AWS_ENDPOINT_URL_KMS) */
export type KmsClientOptions = Pick<KMSClientConfig, 'endpoint' | 'region' | 'credentials' | 'requestHandler'>;

export function createKmsClient(options: KmsClientOptions = {}): KMSClient {
  const { connectionTimeout, requestTimeout, maxAttempts } = LIMITS;
  return new KMSClient({
    requestHandler: { connectionTimeout, requestTimeout, socketTimeout: requestTimeout, throwOnRequestTimeout: true },
    maxAttempts,
    retryMode: 'standard',
    ...options,
  });
}
