/** Where a challenge sends its reader for the metadata of what it protects (RFC 9728 §5.1). */
import { RESOURCE_METADATA_PATH } from './own-paths.ts';

/**
 * @param gatewayUrl the stage URL, without a slash at the end
 * @param path of the project below the stage; without it, the gateway as a whole
 */
export function resourceMetadataUrl(gatewayUrl: string, path = ''): string {
  return `${gatewayUrl}${RESOURCE_METADATA_PATH}${path}`;
}
