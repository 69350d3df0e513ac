/** What an account holds before anything is deployed: the backends' secrets, and users. */
import { callJsonService, callQueryService } from './call-service.ts';

/** The values that the embedded host serves instead; see the projects of the tests' catalogue. */
const SECRETS = [
  { name: 'desk', value: 'local-gateway-secret' },
  { name: 'depot/gateway', value: 'local-gateway-secret' },
  { name: 'mailbox', value: '{"key":"mailbox-on-a-laptop"}', versionId: '01234567-89ab-cdef-0123-456789abcdef' },
];

export async function putSecrets(endpoint: string): Promise<void> {
  const call = (operation: string, input: object) =>
    callJsonService(endpoint, 'secretsmanager', `secretsmanager.${operation}`, input);
  for (const { name, value, versionId } of SECRETS) {
    await call('CreateSecret', { Name: name, SecretString: value });
    // The emulator chooses the id of the first version itself.
    if (versionId === undefined) continue;
    await call('PutSecretValue', { SecretId: name, SecretString: value, ClientRequestToken: versionId });
  }
}

export interface KeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Makes a user who may do what one statement says. The emulator checks the signatures of users, and not the root's. */
export async function makeUser(endpoint: string, name: string, statement: object): Promise<KeyPair> {
  const call = (form: Readonly<Record<string, string>>) =>
    callQueryService(endpoint, 'iam', { Version: '2010-05-08', UserName: name, ...form });
  await call({ Action: 'CreateUser' });
  await call({
    Action: 'PutUserPolicy',
    PolicyName: 'all-there-is',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
  });
  const key = await call({ Action: 'CreateAccessKey' });
  const read = (field: string) => new RegExp(`<${field}>([^<]+)</${field}>`).exec(key)?.[1] ?? '';
  return { accessKeyId: read('AccessKeyId'), secretAccessKey: read('SecretAccessKey') };
}
