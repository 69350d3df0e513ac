/** Which SOAP version a fault is written in. */
import type { SoapPort, SoapVersion } from '../catalog/soap-service.ts';
import { parseMediaType } from './media-type.ts';
import { versionOfMediaType } from './soap-message.ts';

/**
 * The one that the request's content type speaks of, if the project has it: nothing more is known of a request that was
 * refused before it was read. A multipart message says in parameters what its first part is (RFC 2387 §3.1, and XOP §5).
 * Otherwise SOAP 1.1 if the project has it, as every stack can read that.
 *
 * @param contentTypes every value of Content-Type, in order
 */
export function faultVersion(contentTypes: readonly string[], ports: readonly SoapPort[]): SoapVersion {
  const mediaType = parseMediaType(contentTypes.at(0) ?? '');
  const spoken = [mediaType?.type, mediaType?.parameters.get('type'), mediaType?.parameters.get('start-info')].map(
    (type) => versionOfMediaType(type?.toLowerCase() ?? ''),
  );
  const has = (wanted: SoapVersion) => ports.some(({ version }) => version === wanted);
  return spoken.find((version) => version !== undefined && has(version)) ?? (has('1.1') || !has('1.2') ? '1.1' : '1.2');
}
