/** A backend knows the gateway by a secret that no caller can send, on every way that a call can take. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { allLogs, callGateway, subscribe, tokenOf } from '../support/stage-under-test.ts';

let token: string;
beforeAll(async () => {
  token = await tokenOf(await subscribe(['depot', 'mailbox', 'desk']));
});

/** The values that the backend saw under a name, in any case. */
function valuesOf(name: string, rawHeaders: readonly string[]): readonly string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}

describe.each([
  ['straight from the gateway, over a VPC link', '/depot/x', 'X-Gateway-Secret', 'local-gateway-secret'],
  ['straight from the gateway, to a public resource', '/depot/status', 'X-Gateway-Secret', 'local-gateway-secret'],
  ['through the forward function', '/mailbox/x', 'X-Mailbox-Key', 'mailbox-on-a-laptop'],
  ['through the function that verifies it, too', '/desk/tickets/x', 'X-Gateway-Secret', 'local-gateway-secret'],
])('a call %s', (_, path, header, secret) => {
  const name = header.toLowerCase();

  test('carries the gateway secret', async () => {
    const { status, json } = await callGateway(path, token);

    expect(status).toBe(207);
    expect(json.url).toBe(path);
    expect(valuesOf(name, json.rawHeaders)).toEqual([secret]);
  });

  test.each([header, name, header.toUpperCase()])('overwrites %s of the caller', async (spelling) => {
    const { json } = await callGateway(path, token, { headers: { [spelling]: 'guess' } });

    expect(valuesOf(name, json.rawHeaders)).toEqual([secret]);
    expect(json.rawHeaders.join()).not.toContain('guess');
  });

  test('carries it although the caller declares the header hop-by-hop', async () => {
    const { json } = await callGateway(path, token, { headers: { Connection: header } });

    expect(valuesOf(name, json.rawHeaders)).toEqual([secret]);
  });

  test('leaves the secret out of every log', async () => {
    await callGateway(path, token);

    expect(allLogs()).not.toContain(secret);
  });
});
