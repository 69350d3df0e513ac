import { expect, test } from '@jest/globals';
import { resourcesOf } from '#test/support/test-stacks.ts';
import { testTemplates } from '#test/support/test-templates.ts';

const { gateway } = testTemplates('alpha');

function stageOf(api: 'GatewayApi' | 'RegistryApi') {
  return resourcesOf(gateway, 'AWS::ApiGateway::Stage').find(({ logicalId }) => logicalId.startsWith(api))!.Properties;
}

test('both APIs are regional, and refuse TLS below 1.2', () => {
  for (const { Properties } of resourcesOf(gateway, 'AWS::ApiGateway::RestApi')) {
    expect(Properties.EndpointConfiguration).toEqual({ Types: ['REGIONAL'] });
    expect(Properties.SecurityPolicy).toMatch(/^SecurityPolicy_TLS13_1_2_/);
  }
});

test('bodies of any type pass the gateway as they are', () => {
  gateway.hasResourceProperties('AWS::ApiGateway::RestApi', {
    Name: 'tollgate-alpha-gateway',
    BinaryMediaTypes: ['*/*'],
  });
});

test.each(['GatewayApi', 'RegistryApi'] as const)('%s has one stage, named after the server group', (api) => {
  expect(stageOf(api).StageName).toBe('alpha');
});

test.each(['GatewayApi', 'RegistryApi'] as const)('%s logs errors but no request data, and traces nothing', (api) => {
  const { MethodSettings, TracingEnabled } = stageOf(api);

  expect(TracingEnabled).toBe(false);
  for (const setting of MethodSettings) {
    expect(setting).toMatchObject({ LoggingLevel: 'ERROR', DataTraceEnabled: false });
    expect(setting.ThrottlingRateLimit).toBeGreaterThan(0);
    expect(setting.ThrottlingBurstLimit).toBeGreaterThan(0);
  }
  expect(MethodSettings[0]).toMatchObject({ ResourcePath: '/*', HttpMethod: '*' });
});

test('the endpoints that clients authenticate at have a narrower limit than the gateway, each its own', () => {
  const settings: readonly { ResourcePath: string; HttpMethod: string; ThrottlingRateLimit: number }[] =
    stageOf('GatewayApi').MethodSettings;
  const limits = new Map(settings.map((one) => [`${one.HttpMethod} ${one.ResourcePath}`, one.ThrottlingRateLimit]));

  expect(limits).toEqual(
    new Map([
      ['* /*', 2_000],
      ['POST /~1oauth~1introspect', 500],
      ['POST /~1oauth~1revoke', 500],
      ['POST /~1token', 500],
      ['POST /~1partners~1token~1v2', 500],
      ['POST /~1brief~1token', 500],
    ]),
  );
});

test('the registry takes a tenth of the calls that a token endpoint does, and is throttled apart from it', () => {
  const [all, ...others] = stageOf('RegistryApi').MethodSettings;

  expect(all).toMatchObject({
    ResourcePath: '/*',
    HttpMethod: '*',
    ThrottlingRateLimit: 50,
    ThrottlingBurstLimit: 100,
  });
  expect(others).toEqual([]);
  expect(stageOf('RegistryApi').RestApiId).not.toEqual(stageOf('GatewayApi').RestApiId);
});

test.each(['GatewayApi', 'RegistryApi'] as const)(
  'the access log of %s is JSON without query, header or key',
  (api) => {
    const { Format, DestinationArn } = stageOf(api).AccessLogSetting;
    const fields: Readonly<Record<string, string>> = JSON.parse(Format);

    expect(Object.keys(fields)).toEqual(expect.arrayContaining(['requestId', 'sourceIp', 'path', 'status']));
    for (const field of Object.values(fields)) {
      expect(field).toMatch(/^\$context\.[A-Za-z.]+$/);
      expect(field).not.toMatch(/apiKey|accessKey|cognito|querystring|header|claims|authorizer\.(token|tollgate)/i);
    }
    expect(JSON.stringify(DestinationArn)).toMatch(new RegExp(`${api}\\w*AccessLogs`));
  },
);

test('API Gateway may write logs before a stage asks it to, and keeps that permission when the stack goes', () => {
  const [account, ...others] = resourcesOf(gateway, 'AWS::ApiGateway::Account');
  const role = gateway.toJSON().Resources[account?.Properties.CloudWatchRoleArn['Fn::GetAtt'][0]];

  expect(others).toEqual([]);
  for (const kept of [account, role]) {
    expect(kept).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  }
  for (const stage of resourcesOf(gateway, 'AWS::ApiGateway::Stage')) {
    expect(JSON.stringify(gateway.toJSON().Resources[stage.logicalId].DependsOn)).toContain(account?.logicalId);
  }
});

test('the group of the execution logs is ours, so that it expires', () => {
  gateway.hasResourceProperties('AWS::Logs::LogGroup', {
    LogGroupName: {
      'Fn::Join': ['', ['API-Gateway-Execution-Logs_', { Ref: 'GatewayApiGatewayApi16431911' }, '/alpha']],
    },
    RetentionInDays: 90,
  });
});
