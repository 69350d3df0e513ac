import { describe, expect, test } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { ANSWER_SCHEMAS, REQUEST_SCHEMAS } from '#core/registry/contract/component-schemas.ts';
import { EXAMPLES } from '#core/registry/contract/examples.ts';
import { openApiDocument } from '#core/registry/contract/openapi-document.ts';
import { bodyOf, headersOf, OPERATION_IDS, problemsOf, ROUTES, type RouteContract } from '#core/registry/contract.ts';
import { PROBLEMS } from '#core/registry/problem.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests look into the document as its readers do
const document: any = openApiDocument();
const routes: readonly (readonly [string, RouteContract])[] = OPERATION_IDS.map((id) => [id, ROUTES[id]]);

function describedOperation({ path, method }: RouteContract) {
  return document.paths[path][method.toLowerCase()];
}

describe('the OpenAPI document', () => {
  test('is valid by the recommended rules', async () => {
    const config = await createConfig({ extends: ['recommended-strict'] });

    const problems = await lintFromString({ source: JSON.stringify(document), config, absoluteRef: '/openapi.json' });

    expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([]);
  });

  test('would not be valid with an example that its schema refuses', async () => {
    const config = await createConfig({ extends: ['recommended-strict'] });
    const source = JSON.stringify(document).replace('"overlap":"24h"', '"overlap":24');

    const problems = await lintFromString({ source, config, absoluteRef: '/openapi.json' });

    expect(problems.map(({ ruleId }) => ruleId)).toEqual(['no-invalid-media-type-examples']);
  });

  test('has each operation of the contract, and no others', () => {
    const described = Object.values<Record<string, { operationId: string }>>(document.paths).flatMap((item) =>
      Object.values(item).map(({ operationId }) => operationId),
    );

    expect(described.toSorted()).toEqual(OPERATION_IDS.toSorted());
  });

  test.each(routes)('says of %s what it takes and how it answers', (_, route) => {
    const operation = describedOperation(route);
    const parameters: readonly { name: string; in: string }[] = operation.parameters ?? [];

    expect(parameters.filter((one) => one.in === 'header').map(({ name }) => name.toLowerCase())).toEqual(
      headersOf(route),
    );
    expect(parameters.filter((one) => one.in === 'path').map(({ name }) => `{${name}}`)).toEqual(
      route.path.match(/\{\w+\}/g) ?? [],
    );
    expect(operation.requestBody?.required).toBe(bodyOf(route) === 'none' ? undefined : bodyOf(route) === 'required');
    const statuses = [route.success.status, ...problemsOf(route).map((code) => PROBLEMS[code].status)];
    expect(Object.keys(operation.responses).map(Number).toSorted()).toEqual([...new Set(statuses)].toSorted());
  });

  test('says that whoever calls signs', () => {
    expect(document.security).toEqual([{ sigv4: [] }]);
    expect(document.components.securitySchemes.sigv4['x-amazon-apigateway-authtype']).toBe('awsSigv4');
  });

  test('names every schema of a request or an answer', () => {
    const inline = routes.flatMap(([id, route]) => {
      const { requestBody, responses } = describedOperation(route);
      const contents = [requestBody, responses[route.success.status]].flatMap((one) =>
        Object.values(one?.content ?? {}),
      );
      return contents.every((content) => JSON.stringify(content).includes('#/components/schemas/')) ? [] : [id];
    });

    // Their bodies are empty objects.
    expect(inline).toEqual([
      'approveSubscription',
      'pauseSubscription',
      'resumeSubscription',
      'revokeSubscription',
      'rotateSigningKeys',
      'revokeSigningKey',
    ]);
    expect(Object.keys(document.components.schemas).toSorted()).toEqual(
      [...Object.keys(REQUEST_SCHEMAS), ...Object.keys(ANSWER_SCHEMAS)].toSorted(),
    );
  });
});

describe('the example of every route', () => {
  test.each(routes)('%s is one that it takes and gives', (id, route) => {
    const example = Object.entries(EXAMPLES).find(([name]) => name === id)?.[1];
    const { body } = route.request.shape;

    if (example?.request !== undefined) expect(body?.safeParse(example.request).error?.issues).toBeUndefined();
    if (example?.answer !== undefined) {
      expect(route.success.body?.safeParse(example.answer).error?.issues).toBeUndefined();
    }
    expect(example?.answer !== undefined).toBe(route.success.body !== undefined && id !== 'readOpenApi');
    expect(example?.request !== undefined).toBe(
      body !== undefined && JSON.stringify(describedOperation(route).requestBody).includes('$ref'),
    );
  });
});
