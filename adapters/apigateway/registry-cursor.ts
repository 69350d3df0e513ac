/** Cursors of the registry's lists: opaque to callers, and good for the list alone that gave them out. */

/** An id, or a place in the audit trail. */
const PLACE = /^[A-Za-z0-9._-]{1,128}$/;

/**
 * @param list names the list with its filter, for instance `listSubscriptions?clientId=acme`
 * @param after the place that the next page begins after
 */
export function formatCursor(list: string, after: string): string {
  return Buffer.from(JSON.stringify([list, after])).toString('base64url');
}

/** The place after which to go on; undefined for anything but a cursor of this very list. */
export function parseCursor(list: string, cursor: string): string | undefined {
  const content = parseJson(Buffer.from(cursor, 'base64url').toString());
  if (!Array.isArray(content)) return undefined;
  const after: unknown = content[1];
  if (typeof after !== 'string' || !PLACE.test(after)) return undefined;
  return formatCursor(list, after) === cursor ? after : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
