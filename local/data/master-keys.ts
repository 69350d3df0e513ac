/** The secret halves of the template's KMS keys, kept in one private file and made when first needed. */
import { randomBytes } from 'node:crypto';
import type { ResolvedResource } from '../assembly/resolved-resource.ts';
import { UnsupportedTemplateError } from '../assembly/unsupported-template-error.ts';
import { readPrivateJson, writePrivateJson } from '../private-file.ts';

export interface MasterKey {
  readonly keyId: string;
  readonly arn: string;
  /** 32 bytes. */
  readonly secret: Buffer;
}

/** @throws UnsupportedTemplateError for a key that is not a symmetric encryption key. */
export function loadMasterKeys(
  resources: readonly ResolvedResource[],
  place: { readonly region: string; readonly accountId: string },
  file: string,
): readonly MasterKey[] {
  const kept = readPrivateJson(file) ?? {};
  const secrets: Record<string, unknown> = { ...kept };
  const keys = resources.filter(({ type }) => type === 'AWS::KMS::Key');
  const loaded = keys.map((key) => {
    const { physicalId: keyId, properties } = key;
    if ((properties.KeySpec ?? 'SYMMETRIC_DEFAULT') !== 'SYMMETRIC_DEFAULT') {
      throw new UnsupportedTemplateError([{ ...key, feature: 'only symmetric keys are supported' }]);
    }
    secrets[keyId] ??= randomBytes(32).toString('base64');
    const secret = Buffer.from(String(secrets[keyId]), 'base64');
    return { keyId, arn: `arn:aws:kms:${place.region}:${place.accountId}:key/${keyId}`, secret };
  });
  if (Object.keys(secrets).length > Object.keys(kept).length) writePrivateJson(file, secrets);
  return loaded;
}
