import { expect, test } from '@jest/globals';
import { createStyles } from '#local/command/console-report.ts';
import { welcome } from '#local/command/welcome.ts';

const origin = 'http://127.0.0.1:3000/dev';
const info = {
  serverGroup: 'development',
  pid: 1,
  gatewayUrl: origin,
  tokenUrl: `${origin}/AccessToken`,
  apis: { Api: origin, Other: 'http://127.0.0.1:3002/dev' },
  credentials: { accessKeyId: 'AKIALOCAL', secretAccessKey: 'shh', region: 'us-east-1' },
  demo: {
    clientId: 'demo',
    productId: 'demo',
    consumerKey: 'tgk_a',
    consumerSecret: 'tgs_b',
    headerUrl: `${origin}/orders/1.0/1`,
    queryUrl: `${origin}/legacy?a=b`,
    queryParameter: 'token',
  },
};

test('prints where everything is, and calls that work when pasted', () => {
  const text = welcome(info, '/data', createStyles({}, {}));

  expect(text).toContain(`tokenUrl     ${origin}/AccessToken`);
  expect(text).toContain('Other        http://127.0.0.1:3002/dev');
  expect(text).toContain(`  curl -s -u 'tgk_a:tgs_b' -d grant_type=client_credentials '${origin}/AccessToken'\n`);
  expect(text).toContain(`  curl -i -H "Authorization: Bearer $TOKEN" '${origin}/orders/1.0/1'\n`);
  expect(text).toContain(`  curl -i "${origin}/legacy?a=b&token=$TOKEN"\n`);
  expect(text).not.toContain('shh');
});

test('prints no calls when there is no demo', () => {
  const { demo: _, ...rest } = info;

  expect(welcome(rest, '/data', createStyles({}, {}))).not.toContain('curl');
});
