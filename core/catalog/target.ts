/** Targets: where the calls of a project go when they are let through. */
import { checkDefinition, type Shape } from './check-definition.ts';
import {
  findGatewaySecretProblems,
  type GatewaySecret,
  type GatewaySecretDefinition,
  gatewaySecret,
} from './gateway-secret.ts';
import { findVpcLinkFieldProblems, type VpcLink, vpcLink } from './vpc-link.ts';

export type Target = UrlTarget | SampleBackendTarget;

/** A backend by its base URL; the rest of the path after the proxy context path is appended. */
export interface UrlTarget {
  readonly kind: 'url';
  readonly url: string;
  /** Leads to the backend; without one it is reached over the internet. */
  readonly vpcLink?: VpcLink;
  /** Sent with every call; without one a backend cannot tell the gateway's calls from others. */
  readonly gatewaySecret?: GatewaySecret;
}

/** A small function that is deployed beside the project and answers with what it was sent. */
export interface SampleBackendTarget {
  readonly kind: 'sample-backend';
}

/** A backend for trying things out: it echoes method, path, query and headers, and needs nothing of yours. */
export function sampleBackend(): SampleBackendTarget {
  return { kind: 'sample-backend' };
}

export interface BackendDefinition {
  /** Absolute; the rest of the path after the proxy context path is appended. */
  readonly url: string;
  /** With it the URL may be a private one, and http. @default - the backend is reached over the internet */
  readonly vpcLink?: VpcLink;
  /** @default - none */
  readonly gatewaySecret?: GatewaySecretDefinition;
}

const BACKEND: Shape = { required: { url: 'text' }, optional: { vpcLink: 'map', gatewaySecret: 'map' } };

/**
 * A backend that needs more than a URL: a way into a VPC, or a secret by which it knows the gateway.
 *
 * @throws CatalogueError that names a field which is missing, unknown or of the wrong kind
 */
export function backend(definition: BackendDefinition): UrlTarget {
  checkDefinition('backend', definition, BACKEND);
  const { url, vpcLink: link, gatewaySecret: secret } = definition;
  return {
    kind: 'url',
    url,
    ...(link === undefined ? {} : { vpcLink: vpcLink(link) }),
    ...(secret === undefined ? {} : { gatewaySecret: gatewaySecret(secret) }),
  };
}

export interface ParsedUrl {
  readonly scheme: 'http' | 'https';
  /** Lower-cased, without the port. */
  readonly host: string;
  readonly port: number;
  /** Without a trailing slash; empty for the root. */
  readonly path: string;
}

/** Parses an absolute http(s) URL without user, query, fragment and escapes; undefined for anything else. */
export function parseBaseUrl(text: string): ParsedUrl | undefined {
  const match = /^(https?):\/\/(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?((?:\/[A-Za-z0-9._~,=:-]*)*)$/i.exec(text);
  if (match === null) return undefined;
  const [, schemeText = '', hostText = '', portText, pathText = ''] = match;
  const scheme = schemeText.toLowerCase() === 'https' ? 'https' : 'http';
  const host = hostText.toLowerCase();
  const port = portText === undefined ? { http: 80, https: 443 }[scheme] : Number(portText);
  const path = pathText.replace(/\/+$/, '');
  const segments = path.split('/').slice(1);
  if (!isHost(host) || port < 1 || port > 65_535) return undefined;
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) return undefined;
  return { scheme, host, port, path };
}

/** Why a project may not have this target; none for a target that API Gateway can reach. */
export function findTargetProblems(target: Target): readonly string[] {
  if (target.kind === 'sample-backend') return [];
  const url = parseBaseUrl(target.url);
  if (url === undefined) {
    return [
      `target ${JSON.stringify(target.url)} must be an absolute URL without user, query, fragment or escaped characters, such as https://orders.example.com/api.`,
    ];
  }
  const problems: string[] = [];
  if (target.vpcLink === undefined && isPrivateHost(url.host)) {
    problems.push(
      `target ${target.url} is a loopback or private address, which API Gateway cannot reach; for calls on a laptop use localTarget, for a backend in a VPC backend({ url, vpcLink }).`,
    );
  } else if (target.vpcLink === undefined && url.scheme !== 'https') {
    problems.push(
      `target ${target.url} must use https: calls and the caller's identity would cross the network in clear.`,
    );
  }
  if (url.port !== 80 && url.port !== 443 && url.port < 1024) {
    problems.push(`target ${target.url} has port ${url.port}; API Gateway reaches ports 80, 443 and 1024 to 65535.`);
  }
  const fieldProblems = [
    ...(target.vpcLink === undefined ? [] : findVpcLinkFieldProblems(target.vpcLink)),
    ...(target.gatewaySecret === undefined ? [] : findGatewaySecretProblems(target.gatewaySecret)),
  ];
  return [...problems, ...fieldProblems.map((problem) => `target ${target.url}: ${problem}`)];
}

/** Names and dotted quads only: a bare number or a short form such as 127.1 is an address in disguise. */
function isHost(host: string): boolean {
  if (host.startsWith('[')) return true;
  if (host.length > 253 || !host.split('.').every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label)))
    return false;
  const last = host.slice(host.lastIndexOf('.') + 1);
  if (!/^(\d+|0x[0-9a-f]*)$/.test(last)) return true;
  const parts = host.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

export function isPrivateHost(host: string): boolean {
  // Of the global addresses, 2002: (6to4) and 2001:0: (Teredo) carry an IPv4 address that may be anything.
  if (host.startsWith('[')) return !/^\[2(?!002:|001:0{0,4}:)[0-9a-f]{3}:/.test(host);
  if (host === 'localhost' || /\.(localhost|local|internal)$/.test(host) || !host.includes('.')) return true;
  if (!/^\d+(\.\d+){3}$/.test(host)) return false;
  const [a = 0, b = 0] = host.split('.').map(Number);
  if (a === 0 || a === 10 || a === 127 || a >= 224) return true;
  return (
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168)
  );
}
