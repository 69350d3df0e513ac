/** Where a token may be sent: nowhere but below the gateway's URL. */

/**
 * The URL of a call; undefined when it is outside.
 *
 * @param target a URL, or a path below the gateway
 */
export function withinGateway(target: string, gatewayUrl: string): URL | undefined {
  const base = new URL(gatewayUrl.replace(/\/$/, ''));
  const text = target.startsWith('/') ? base.href.replace(/\/$/, '') + target : target;
  if (!URL.canParse(text)) return undefined;
  // What the parser makes of it counts: it has resolved dot segments, escaped ones too.
  const url = new URL(text);
  const path = base.pathname.replace(/\/$/, '');
  const inside = url.origin === base.origin && (url.pathname === path || url.pathname.startsWith(`${path}/`));
  return inside && url.username === '' && url.password === '' ? url : undefined;
}
