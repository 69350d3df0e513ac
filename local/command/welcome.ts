/** What is printed when the host is ready: where everything is, and calls that work when pasted. */
import path from 'node:path';
import type { Demo } from '../demo/create-demo.ts';
import type { LocalJson } from '../local-json.ts';
import type { Styles } from './console-report.ts';

/** @param dataDirectory where local.json lies */
export function welcome(info: LocalJson, dataDirectory: string, { bold, dim }: Styles): string {
  const file = path.relative(process.cwd(), path.join(dataDirectory, 'local.json'));
  // Credentials and the like are objects: the file has them, the terminal need not.
  const entries = Object.entries(info).filter(([, value]) => typeof value !== 'object');
  const width = Math.max(...entries.map(([name]) => name.length));
  const lines = entries.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
  const apis = Object.entries(info.apis)
    .filter(([, url]) => url !== info.gatewayUrl && url !== info.registryUrl)
    .map(([name, url]) => `  ${name.padEnd(width)}  ${url}`);
  const keys = dim(`  The key pair for signed requests and everything above: ${file}`);
  const calls = info.demo === undefined ? [] : demoCalls(info.demo, info.tokenUrl, bold);
  return `${['', ...lines, ...apis, keys, ...calls, ''].join('\n')}\n`;
}

/** The demo's secret is one of this machine alone. */
function demoCalls(demo: Demo, tokenUrl: unknown, bold: (text: string) => string): readonly string[] {
  if (typeof tokenUrl !== 'string') return [];
  const ask = `curl -s -u '${demo.consumerKey}:${demo.consumerSecret}' -d grant_type=client_credentials '${tokenUrl}'`;
  return [
    '',
    bold('Ask for a token'),
    `  ${ask}`,
    bold('Keep it, and call with it'),
    `  TOKEN=$(${ask} | sed 's/.*"access_token" *: *"\\([^"]*\\)".*/\\1/')`,
    ...(demo.headerUrl === undefined ? [] : [`  curl -i -H "Authorization: Bearer $TOKEN" '${demo.headerUrl}'`]),
    ...(demo.queryUrl === undefined ? [] : [`  curl -i "${withToken(demo.queryUrl, demo.queryParameter)}"`]),
  ];
}

function withToken(url: string, parameter = 'access_token'): string {
  return `${url}${url.includes('?') ? '&' : '?'}${parameter}=$TOKEN`;
}
