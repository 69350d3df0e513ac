/** Defines a WSDL project: a SOAP service whose endpoint and operations are read from a WSDL file. */
import type { WsdlProject } from './api-project.ts';
import { CatalogueError } from './catalogue-error.ts';
import { checkDefinition, nameOf, type Shape } from './check-definition.ts';
import { SECURED_BY } from './define-rest-project.ts';
import { type TargetsDefinition, targetsByServerGroup } from './define-targets.ts';
import type { OAuthVerifyAccessTokenPolicy } from './policy.ts';
import { projectHeading } from './project-heading.ts';
import type { ServerGroup } from './server-group.ts';
import type { WsdlDescription } from './soap-service.ts';
import type { WsdlSource } from './source-project.ts';
import { findTargetProblems } from './target.ts';

interface WsdlProjectBase {
  readonly displayName: string;
  /** The proxy context path below the stage, for instance `/weather`. */
  readonly contextPath: string;
  /** Follows the context path in the URL. @default - none */
  readonly version?: string;
  /** The WSDL 1.1 file, relative to the folder `projects/`, with what it imports beside it. */
  readonly wsdl: string;
  /** The ports to serve, as `Port` or `Service/Port`; they share one address. @default - all that speak SOAP */
  readonly ports?: readonly string[];
  /** Whether `?wsdl` gives anyone the WSDL file, with the proxy's address in it. @default true */
  readonly serveWsdl?: boolean;
  /** Where calls go: one for all server groups, or one by each server group's name. @default - the file's address */
  readonly target?: TargetsDefinition;
  /** Where calls go instead when served on a laptop; a loopback URL. @default - the target */
  readonly localTarget?: string;
  readonly serverGroups: readonly ServerGroup[];
  /** @default - from the display name and version */
  readonly id?: string;
}

/** `secureWith` configures the verify policy and attaches it to the service. */
interface SecuredWsdlProject extends WsdlProjectBase {
  readonly secureWith: OAuthVerifyAccessTokenPolicy;
  readonly policies?: never;
  readonly proxyRequest?: never;
}

/** The policy is attached by hand: `proxyRequest` names it, and an empty list makes the service public. */
interface ManualWsdlProject extends WsdlProjectBase {
  readonly secureWith?: never;
  readonly policies: Readonly<Record<string, OAuthVerifyAccessTokenPolicy>>;
  readonly proxyRequest: readonly string[];
}

export type WsdlProjectDefinition = SecuredWsdlProject | ManualWsdlProject;

const REQUIRED = { displayName: 'text', contextPath: 'text', wsdl: 'text', serverGroups: 'list' } as const;
const OPTIONAL = {
  version: 'text',
  ports: 'texts',
  serveWsdl: 'flag',
  target: 'any',
  localTarget: 'text',
  id: 'text',
} as const;
const SECURED: Shape = { required: { ...REQUIRED, secureWith: 'map' }, optional: OPTIONAL };
const MANUAL: Shape = { required: { ...REQUIRED, policies: 'map', proxyRequest: 'texts' }, optional: OPTIONAL };

export function defineWsdlProject(definition: WsdlProjectDefinition): WsdlSource {
  const name = nameOf(definition, 'defineWsdlProject');
  if (definition?.secureWith !== undefined && (definition.policies ?? definition.proxyRequest) !== undefined) {
    throw new CatalogueError([
      `${name}: it is secured with secureWith, or by hand with policies and proxyRequest: not both.`,
    ]);
  }
  checkDefinition(name, definition, definition?.secureWith === undefined ? MANUAL : SECURED);
  const { wsdl, ports, serveWsdl = true, target, localTarget } = definition;
  const { secureWith, policies = {}, proxyRequest = [SECURED_BY], serverGroups } = definition;
  return {
    kind: 'wsdl-source',
    ...projectHeading(definition),
    file: wsdl,
    portNames: ports,
    targets: target === undefined ? undefined : targetsByServerGroup(name, target, serverGroups),
    ...(localTarget === undefined ? {} : { localTarget }),
    servesWsdl: serveWsdl,
    policies: secureWith === undefined ? policies : { [SECURED_BY]: secureWith },
    resources: { DefaultResource: { path: '/', methods: ['POST'], proxyRequest } },
  };
}

/**
 * The project, now that its file has been read.
 *
 * @throws CatalogueError when it names no target and the file's address cannot be one
 */
export function completeWsdlProject(source: WsdlSource, description: WsdlDescription): WsdlProject {
  const { file, portNames: _, servesWsdl, targets, ...heading } = source;
  const { address, ports, documents } = description;
  const problems = targets === undefined ? findTargetProblems({ kind: 'url', url: address }) : [];
  if (problems.length > 0) {
    const advice = `That is the address in ${file}; "target" in the definition goes before it.`;
    throw new CatalogueError(problems.map((problem) => `${source.displayName}: ${problem} ${advice}`));
  }
  return {
    ...heading,
    kind: 'wsdl',
    ports,
    targets: targets ?? targetsByServerGroup(source.displayName, address, source.serverGroups),
    ...(servesWsdl ? { documents } : {}),
    resources: {
      ...source.resources,
      ...(servesWsdl ? { Wsdl: { path: '/', methods: ['GET'], proxyRequest: [], serves: 'documents' } } : {}),
    },
  };
}
