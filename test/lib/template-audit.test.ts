import { describe, expect, test } from '@jest/globals';
import {
  findLostResources,
  findOpenMethods,
  findSecretsInEnvironments,
  findWildcards,
} from '#test/support/template-audit.ts';
import { functionOf, type TemplateView } from '#test/support/test-stacks.ts';
import { testTemplates } from '#test/support/test-templates.ts';

const { registry, gateway } = testTemplates('omega');
/** All that is public where no project opens anything. */
const PUBLIC = [
  ...['jwks.json', 'oauth-authorization-server', 'openid-configuration'].map((name) => `ANY /.well-known/${name}`),
  'ANY /.well-known/oauth-protected-resource',
  'ANY /.well-known/oauth-protected-resource/{proxy+}',
  ...['/oauth/introspect', '/oauth/revoke', '/token'].flatMap((path) => [`ANY ${path}`, `POST ${path}`]),
];
/** What holds data, as it is deployed in the accounts of others. */
const STATEFUL = [
  'TablesProducts6D827669',
  'TablesClients1DE6DB3C',
  'TablesSubscriptionsEF5802C5',
  'TablesSecretUsesBC6DB21A',
  'TablesAuditTrail9FF1CAA6',
  'TablesSigningKeys810F4D36',
  'TablesRevocations4CFAEA74',
  'TablesAssertionUses8C4181C9',
  'SigningKeysEnvelopeKey87B9CD8C',
];

/** A copy of a template in which something has been made worse. */
// biome-ignore lint/suspicious/noExplicitAny: a template is JSON
function spoilt(template: TemplateView, change: (resources: Record<string, any>) => void): TemplateView {
  const copy = structuredClone(template.toJSON());
  change(copy.Resources);
  return { ...template, toJSON: () => copy };
}

const everything = (one: { gateway?: TemplateView; registry?: TemplateView } = {}) => {
  const { gateway: g = gateway, registry: r = registry } = one;
  return [
    ...findOpenMethods(g, PUBLIC),
    ...findWildcards(g),
    ...findWildcards(r),
    ...findSecretsInEnvironments(g),
    ...findLostResources(r, STATEFUL),
  ];
};

test('an auditor finds nothing', () => {
  expect(everything()).toEqual([]);
});

describe('an auditor finds', () => {
  test('a method that lost its authorizer', () => {
    const bad = spoilt(gateway, (resources) => {
      for (const { Type, Properties } of Object.values(resources)) {
        if (Type === 'AWS::ApiGateway::Method' && Properties.AuthorizationType === 'CUSTOM') {
          Properties.AuthorizationType = 'NONE';
        }
      }
    });

    const findings = everything({ gateway: bad });

    expect(findings.length).toBeGreaterThan(0);
    for (const finding of findings) expect(finding).toMatch(/is open to everybody\. Give it an authorizer; or/);
  });

  test('a wildcard in a role', () => {
    const bad = spoilt(gateway, (resources) => {
      const policy = Object.values(resources).find(({ Type }) => Type === 'AWS::IAM::Policy');
      policy.Properties.PolicyDocument.Statement.push({ Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' });
    });

    expect(everything({ gateway: bad })).toEqual([
      expect.stringMatching(/allows "dynamodb:\*"\. Name the actions/),
      expect.stringMatching(/allows "\*"\. Name the actions/),
    ]);
  });

  test('a wildcard at the end of an ARN, in a role itself', () => {
    const bad = spoilt(gateway, (resources) => {
      const role = Object.values(resources).find(({ Type }) => Type === 'AWS::IAM::Role');
      const Statement = [{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: 'arn:aws:dynamodb:*:*:table/*' }];
      role.Properties.Policies = [{ PolicyName: 'Inline', PolicyDocument: { Statement } }];
    });

    expect(everything({ gateway: bad })).toEqual([expect.stringMatching(/allows "arn:aws:dynamodb:\*:\*:table\/\*"/)]);
  });

  test('everything but something', () => {
    const bad = spoilt(gateway, (resources) => {
      const policy = Object.values(resources).find(({ Type }) => Type === 'AWS::IAM::Policy');
      policy.Properties.PolicyDocument.Statement.push({ Effect: 'Allow', NotAction: 'iam:PassRole', NotResource: 'x' });
    });

    expect(everything({ gateway: bad })).toEqual([
      expect.stringMatching(/allows "NotAction"/),
      expect.stringMatching(/allows "NotResource"/),
    ]);
  });

  test.each([
    ['by its name', 'BACKEND_PASSWORD', 'x'],
    ['by its value', 'BACKEND', 'tgs_0000000000000000000000000000000000000000000_000000'],
    ['by its form', 'BACKEND', 'A'.repeat(40)],
  ])('a secret in an environment, %s', (_, name, value) => {
    const { logicalId } = functionOf(gateway, 'issues access tokens');
    const bad = spoilt(gateway, (resources) => {
      resources[logicalId].Properties.Environment.Variables[name] = value;
    });

    const [finding, ...others] = everything({ gateway: bad });

    expect(others).toEqual([]);
    expect(finding).toContain(`has a secret in its environment, ${name}`);
    expect(finding).toContain('Keep it in Secrets Manager');
    expect(finding).not.toContain(`${value},`);
  });

  test('a table that got another logical id', () => {
    const bad = spoilt(registry, (resources) => {
      const [id = ''] = STATEFUL;
      resources.TablesRenamed = resources[id];
      delete resources[id];
    });

    expect(everything({ registry: bad })).toEqual([
      expect.stringMatching(/is gone\. A resource with another logical id/),
    ]);
  });
});
