/** The KMS key that a server group's token signing keys are made with and encrypted under. */

import { Key } from 'aws-cdk-lib/aws-kms';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { ServerGroup } from '#core/catalog/server-group.ts';
import { type Access, access } from './access.ts';
import { removalPolicyOf } from './removal-policy.ts';

export interface SigningKeysProps {
  readonly group: ServerGroup;
}

/** A symmetric key: tokens are signed in memory, so its request quota is never that of the token endpoint. */
export class SigningKeys extends Construct {
  private readonly envelopeKey: Key;

  constructor(scope: Construct, id: string, { group }: SigningKeysProps) {
    super(scope, id);
    this.envelopeKey = new Key(this, 'EnvelopeKey', {
      description: `Tollgate ${group.name}: encrypts the private keys that sign access tokens`,
      alias: `tollgate/${group.name}/signing-keys`,
      enableKeyRotation: true,
      removalPolicy: removalPolicyOf(group),
      // KMS keeps a key that is to be deleted for a while, in case it was a mistake; a week is the least.
      ...(group.removal === 'destroy' ? { pendingWindow: Duration.days(7) } : {}),
    });
  }

  /** The key's ARN, and the right to decrypt signing keys with it. */
  forSigning(): Access {
    const { keyArn } = this.envelopeKey;
    return access(keyArn, { actions: ['kms:Decrypt'], resourceArns: [keyArn] });
  }

  /** The key's ARN, and the right to make P-256 key pairs whose private half comes encrypted only. */
  forGenerating(): Access {
    const { keyArn } = this.envelopeKey;
    return access(keyArn, {
      actions: ['kms:GenerateDataKeyPairWithoutPlaintext'],
      resourceArns: [keyArn],
      conditions: { StringEquals: { 'kms:DataKeyPairSpec': 'ECC_NIST_P256' } },
    });
  }
}
