/** Targets that stand for one that is still to be named. */
import { parseBaseUrl, type UrlTarget } from './target.ts';

/** Whether it is at a domain that is kept for documentation. @see https://www.rfc-editor.org/rfc/rfc2606#section-3 */
export function isPlaceholder({ url }: UrlTarget): boolean {
  return /(^|\.)example\.(com|net|org)$/.test(parseBaseUrl(url)?.host ?? '');
}
