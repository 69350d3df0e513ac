import { expect, test } from '@jest/globals';
import { defineFunction } from '#local/functions/function-definition.ts';

const place = { region: 'us-east-1', accountId: '000000000000', assets: new Map([['gone.zip', '/nowhere']]) };
const inline = { ZipFile: 'exports.handler = async () => 1' };

function define(properties: Record<string, unknown>) {
  return defineFunction(
    { logicalId: 'Fn', stackName: 'Top', type: 'AWS::Lambda::Function', physicalId: 'fn', properties, metadata: {} },
    place,
  );
}

test("has Lambda's defaults", () => {
  expect(define({ Runtime: 'nodejs24.x', Handler: 'index.handler', Code: inline })).toEqual({
    logicalId: 'Fn',
    name: 'fn',
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:fn',
    handler: 'index.handler',
    runtimeMajor: 24,
    timeoutMs: 3000,
    memoryMb: 128,
    logGroup: '/aws/lambda/fn',
    environment: {},
    code: { kind: 'inline', source: inline.ZipFile },
  });
});

test.each<[Record<string, unknown>, string]>([
  [{ Runtime: 'python3.13', Code: inline }, 'the runtime python3.13 is not supported, only Node.js is'],
  [{ PackageType: 'Image', Code: {} }, 'the runtime Image is not supported, only Node.js is'],
  [{ Runtime: 'nodejs24.x', Handler: 'a.b', Code: inline, Layers: ['x'] }, 'layers are not supported'],
  [
    { Runtime: 'nodejs24.x', Handler: 'a.b', Code: { S3Key: 'other.zip' } },
    'no asset of this assembly has the key other.zip',
  ],
  [{ Runtime: 'nodejs24.x', Handler: 'a.b', Code: { S3Key: 'gone.zip' } }, 'its asset /nowhere is missing'],
])('refuses %j', (properties, feature) => {
  expect(() => define(properties)).toThrow(`Fn (AWS::Lambda::Function, stack Top): ${feature}`);
});
