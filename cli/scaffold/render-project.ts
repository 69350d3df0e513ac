/** Writes the file of a project, in the style of those that are there. */
import { compareNames } from './names.ts';
import type { ProjectDraft, Security, Targets, TokenEndpointDraft } from './project-draft.ts';
import { type Code, call, type Field, importLine, layOutFields, list, map, plain, text } from './source-code.ts';

export function renderProject(draft: ProjectDraft, exportName: string): string {
  const fields = fieldsOf(draft);
  const body = layOutFields(fields, '  ');
  const imports = [
    importLine(authoringNames(DEFINERS[draft.kind], body), '#core/catalog/authoring.ts'),
    ...importsOfServerGroups(draft),
  ].join('');
  return `${imports}\n/** ${describe(draft)} */\nexport const ${exportName} = ${DEFINERS[draft.kind]}({\n${body}});\n`;
}

const DEFINERS = {
  'token-endpoint': 'defineTokenEndpoint',
  rest: 'defineRestProject',
  wsdl: 'defineWsdlProject',
  openapi: 'defineRestProject',
} as const satisfies Readonly<Record<ProjectDraft['kind'], string>>;

function authoringNames(definer: string, body: string): readonly string[] {
  return [definer, ...['oauth2AccessTokens', 'sampleBackend'].filter((name) => body.includes(`${name}(`))];
}

function importsOfServerGroups({ serverGroups }: ProjectDraft): readonly string[] {
  const sources = [...new Set(serverGroups.map(({ from }) => from))].toSorted(compareNames);
  return sources.map((source) => {
    const names = serverGroups.filter(({ from }) => from === source).map(({ exportName }) => exportName);
    return importLine(names.toSorted(compareNames), source);
  });
}

function describe(draft: ProjectDraft): string {
  const path = `<gateway>${draft.contextPath}${draft.version === undefined ? '' : `/${draft.version}`}`;
  switch (draft.kind) {
    case 'token-endpoint':
      return `An OAuth token endpoint: clients get their access tokens at \`POST ${path}\`.`;
    case 'rest':
      return `A REST project at \`${path}\`${callers(draft.security)}`;
    case 'wsdl':
      return `A SOAP service at \`${path}\`, as its WSDL file describes it${callers(draft.security)}`;
    case 'openapi':
      return `A REST project at \`${path}\`, as its OpenAPI document describes it${callers(draft.security)}`;
  }
}

function callers({ kind }: Security): string {
  return kind === 'public'
    ? ': public, anybody may call it without a token.'
    : '; callers need a token of a product that holds it.';
}

function fieldsOf(draft: ProjectDraft): readonly Field[] {
  return [
    { name: 'displayName', value: text(draft.displayName) },
    ...(draft.id === undefined ? [] : [{ name: 'id', value: text(draft.id) }]),
    ...(draft.version === undefined ? [] : [{ name: 'version', value: text(draft.version) }]),
    { name: 'contextPath', value: text(draft.contextPath) },
    ...ownFields(draft),
    { name: 'serverGroups', value: list(draft.serverGroups.map(({ exportName }) => plain(exportName))) },
  ];
}

function ownFields(draft: ProjectDraft): readonly Field[] {
  switch (draft.kind) {
    case 'token-endpoint': {
      const time = draft.accessTokenExpiryTime;
      const value = plain(String(time).replaceAll(/\B(?=(\d{3})+$)/g, '_'));
      return [{ name: 'accessTokenExpiryTime', value, comment: `ms: ${duration(time / 1000)}` }];
    }
    case 'rest':
      return [...targetField(draft.targets), ...securityFields(draft)];
    case 'wsdl':
      return [
        { name: 'wsdl', value: text(draft.file) },
        ...(draft.ports.length === 0 ? [] : [{ name: 'ports', value: list(draft.ports.map(text)) }]),
        ...targetField(draft.targets),
        ...securityFields(draft),
      ];
    case 'openapi':
      return [
        { name: 'openapi', value: text(draft.file) },
        ...(draft.serveOpenApi
          ? [{ name: 'serveOpenApi', value: plain('true'), comment: 'at /openapi.json, to anyone' }]
          : []),
        ...targetField(draft.targets),
        ...securityFields(draft),
        ...(draft.securityScheme === undefined ? [] : [{ name: 'securityScheme', value: text(draft.securityScheme) }]),
      ];
  }
}

function targetField(targets: Targets): readonly Field[] {
  const toCode = (target: string): Code => (target === 'sample' ? plain('sampleBackend()') : text(target));
  const [first, ...others] = new Set(targets.values());
  if (first === undefined) return [];
  if (others.length === 0) return [{ name: 'target', value: toCode(first) }];
  const fields = [...targets].map(([name, target]) => ({ name, value: toCode(target) }));
  return [{ name: 'target', value: map(fields) }];
}

function securityFields({ kind, security }: Exclude<ProjectDraft, TokenEndpointDraft>): readonly Field[] {
  const comment = 'public on purpose';
  if (security.kind === 'public' && kind === 'wsdl') {
    return [
      { name: 'policies', value: map([]) },
      { name: 'proxyRequest', value: list([]), comment },
    ];
  }
  if (security.kind === 'public') {
    const resource = [
      { name: 'path', value: text('/{proxy+}') },
      { name: 'methods', value: list([text('ANY')]) },
      { name: 'proxyRequest', value: list([]) },
    ];
    const resources = [{ name: 'DefaultResource', value: map(resource) }];
    return [
      { name: 'policies', value: map([]) },
      { name: 'resources', value: map(resources), comment },
    ];
  }
  const { locations, scopes } = security;
  const [only, ...more] = locations;
  const location = only !== undefined && more.length === 0 ? text(only) : list(locations.map(text));
  const options = [
    { name: 'location', value: location },
    ...(scopes.length === 0 ? [] : [{ name: 'scopes', value: list(scopes.map(text)) }]),
  ];
  return [{ name: 'secureWith', value: call('oauth2AccessTokens', map(options)) }];
}

const UNITS = [
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const;

function duration(seconds: number): string {
  const [size, unit] = UNITS.find(([one]) => seconds % one === 0) ?? [1, 'second'];
  return seconds === size ? `one ${unit}` : `${seconds / size} ${unit}s`;
}
