import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { Annotations, type Stack } from 'aws-cdk-lib/core';
import type { ApiProject, RestProject } from '#core/catalog/api-project.ts';
import {
  defineCatalogue,
  defineRestProject,
  defineServerGroup,
  oauth2AccessTokens,
  oauthVerifyAccessToken,
} from '#core/catalog/authoring.ts';
import { TOKEN_IN_URL_WARNING } from '#lib/constructs/api-project.ts';
import type { ServerGroupStage } from '#lib/server-group-stage.ts';
import { tollgateApp } from '#lib/tollgate-app.ts';
import { withoutTraces } from '#test/support/templates-only.ts';
import { token } from '#test/support/test-catalogue.ts';

const outdir = mkdtempSync(path.join(tmpdir(), 'tollgate-changes-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

const group = defineServerGroup({ name: 'alpha', removal: 'destroy' });
const books = defineRestProject({
  displayName: 'Books',
  contextPath: '/books',
  target: 'https://books.example.com',
  policies: { verify: oauthVerifyAccessToken({ location: 'header', scopes: ['books:read'] }) },
  resources: {
    Books: { path: '/titles', methods: ['GET'], proxyRequest: ['verify'] },
    Health: { path: '/health', methods: ['GET'], proxyRequest: [] },
  },
  serverGroups: [group],
});
const songs = defineRestProject({
  displayName: 'Songs',
  contextPath: '/songs',
  target: 'https://songs.example.com',
  secureWith: oauth2AccessTokens({ location: 'header' }),
  serverGroups: [group],
});
const letters = defineRestProject({
  displayName: 'Letters',
  contextPath: '/letters',
  target: 'https://letters.example.com',
  secureWith: oauth2AccessTokens({ location: 'query' }),
  serverGroups: [group],
});

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: object }>>;
  readonly Metadata: { readonly Tollgate: { readonly projects: readonly { readonly id: string }[] } };
}
interface Templates {
  readonly registry: Template;
  readonly gateway: Template;
}

/** With the functions' code, whose digests are part of the template. */
function synthesize(projects: readonly ApiProject[], name: string): Templates {
  const definition = { serverGroups: [group], projects: [{ ...token, serverGroups: [group] }, ...projects] };
  const folder = path.join(outdir, name);
  const app = tollgateApp(defineCatalogue(definition), {
    outdir: folder,
    builtinCloudFormationValidation: false,
    context: withoutTraces,
  });
  Annotations.of(app).acknowledgeWarning(TOKEN_IN_URL_WARNING);
  const stage = app.node.findChild('alpha') as ServerGroupStage;
  const assembly = stage.synth();
  const templateOf = (stack: Stack): Template => assembly.getStackArtifact(stack.artifactId).template;
  return { registry: templateOf(stage.registry), gateway: templateOf(stage.gateway) };
}

const before = synthesize([books, letters, songs], 'before');

/** What a changed template adds (+), removes (-) and changes (~) of resources, with the properties that differ. */
function differences({ gateway: after }: Templates): readonly string[] {
  const [old, now] = [before.gateway.Resources, after.Resources];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .flatMap((id) => {
      const [one, other] = [old[id], now[id]];
      const name = `${(one ?? other)!.Type} ${shortened(id)}`;
      if (one === undefined) return [`+ ${name}`];
      if (other === undefined) return [`- ${name}`];
      const changed = differingKeys(one.Properties, other.Properties);
      expect({ ...other, Properties: one.Properties }).toEqual(one);
      return changed.length === 0 ? [] : [`~ ${name}: ${changed.join(', ')}`];
    })
    .toSorted();
}

function differingKeys(one: object, other: object): readonly string[] {
  const [a, b] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
  return [...new Set([...a.keys(), ...b.keys()])].filter(
    (key) => JSON.stringify(a.get(key)) !== JSON.stringify(b.get(key)),
  );
}

const descriptionOf = (project: string, { gateway }: Templates) =>
  gateway.Metadata.Tollgate.projects.find(({ id }) => id === project);

/** Without the digest of its path, and of its content. */
const shortened = (logicalId: string) => logicalId.replace(/[0-9A-F]{8}([0-9a-f]{32})?$/, '');

const FUNCTIONS_OF_THE_CATALOGUE = [
  '~ AWS::Lambda::Function ApiProjectsForwardForwarderFunction: Code',
  '~ AWS::Lambda::Function ApiProjectsVerifyAccessTokenVerifierFunction: Code',
  '~ AWS::Lambda::Function RegistryApiRegistryFunction: Code',
];
/** It knows which projects a token can be asked for. */
const TOKEN = '~ AWS::Lambda::Function TokenEndpointTokenFunction: Code';
/** It tells of each project what it is called, and how it is protected. */
const DOCUMENTS = '~ AWS::Lambda::Function ApiProjectsServeDocumentsFunction: Code';
const DEPLOYMENT = [
  '+ AWS::ApiGateway::Deployment GatewayApiGatewayApiDeployment',
  '- AWS::ApiGateway::Deployment GatewayApiGatewayApiDeployment',
  '~ AWS::ApiGateway::Stage GatewayApiGatewayApiDeploymentStagealpha: DeploymentId',
];

const verify = oauthVerifyAccessToken({ location: 'header', scopes: ['books:read', 'books:lend'] });
const { Books, Health } = books.resources;
const changes: readonly (readonly [string, readonly RestProject[], readonly string[]])[] = [
  ['a scope', [{ ...books, policies: { verify } }, letters, songs], [...FUNCTIONS_OF_THE_CATALOGUE, DOCUMENTS]],
  [
    'a resource more',
    [
      {
        ...books,
        resources: { Books: Books!, Health: Health!, Book: { ...Books!, path: '/titles/{id}' } },
      },
      letters,
      songs,
    ],
    [
      '+ AWS::ApiGateway::Method GatewayApiGatewayApibookstitlesidGET',
      '+ AWS::ApiGateway::Resource GatewayApiGatewayApibookstitlesid',
      ...DEPLOYMENT,
      ...FUNCTIONS_OF_THE_CATALOGUE,
    ],
  ],
  [
    'the target of a project whose calls go straight to it',
    [{ ...books, targets: { alpha: { kind: 'url', url: 'https://new.example.com' } } }, letters, songs],
    [
      '~ AWS::ApiGateway::Method GatewayApiGatewayApibookshealthGET: Integration',
      '~ AWS::ApiGateway::Method GatewayApiGatewayApibookstitlesGET: Integration',
      ...DEPLOYMENT,
    ],
  ],
  [
    'the target of a project whose calls go through a function',
    [books, { ...letters, targets: { alpha: { kind: 'url', url: 'https://new.example.com' } } }, songs],
    ['~ AWS::ApiGateway::Stage GatewayApiGatewayApiDeploymentStagealpha: Variables'],
  ],
  [
    'the name that people read',
    [{ ...books, displayName: 'Library' }, letters, songs],
    [...FUNCTIONS_OF_THE_CATALOGUE, DOCUMENTS],
  ],
  [
    'a project less',
    [letters, songs],
    [
      '- AWS::ApiGateway::Method GatewayApiGatewayApibookshealthGET',
      '- AWS::ApiGateway::Method GatewayApiGatewayApibookstitlesGET',
      '- AWS::ApiGateway::Resource GatewayApiGatewayApibooks',
      '- AWS::ApiGateway::Resource GatewayApiGatewayApibookshealth',
      '- AWS::ApiGateway::Resource GatewayApiGatewayApibookstitles',
      ...DEPLOYMENT,
      ...FUNCTIONS_OF_THE_CATALOGUE,
      DOCUMENTS,
      TOKEN,
    ],
  ],
];

test.each(changes)('%s changes nothing but what it must', (what, projects, expected) => {
  const after = synthesize(projects, what);

  expect(differences(after)).toEqual([...expected].toSorted());
  expect(after.registry).toEqual(before.registry);
  for (const { id } of [books, letters, songs].filter((project) => projects.includes(project))) {
    expect(descriptionOf(id, after)).toEqual(descriptionOf(id, before));
  }
});
