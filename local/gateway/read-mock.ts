/** Reads a MOCK integration. */
import { parseMappingSource } from './parameter-mapping.ts';
import type { PropertyReader } from './property-reader.ts';
import type { HeaderMapping, MockIntegration, MockResponse } from './rest-api-model.ts';
import { parseMappingTemplate, type TextTemplate } from './text-template.ts';
import type { Report } from './unsupported.ts';

export function readMock(properties: PropertyReader, report: Report): MockIntegration {
  properties.ignore('Uri', 'IntegrationHttpMethod', 'TimeoutInMillis');
  const passthrough = properties.text('PassthroughBehavior') ?? 'WHEN_NO_MATCH';
  const known = passthrough === 'WHEN_NO_MATCH' || passthrough === 'WHEN_NO_TEMPLATES' || passthrough === 'NEVER';
  if (!known) report(`PassthroughBehavior ${passthrough} is not supported`);
  const handling = properties.text('ContentHandling');
  if (handling === 'CONVERT_TO_BINARY') report('ContentHandling CONVERT_TO_BINARY is not supported for MOCK');
  return {
    kind: 'MOCK',
    requestTemplates: readTemplates(properties, 'RequestTemplates', report),
    passthrough: known ? passthrough : 'NEVER',
    convertsToText: handling === 'CONVERT_TO_TEXT',
    responses: properties.nestedList('IntegrationResponses').map((response) => readMockResponse(response, report)),
  };
}

function readMockResponse(response: PropertyReader, report: Report): MockResponse {
  const status = response.number('StatusCode') ?? 0;
  if (!(status >= 200 && status <= 599)) report(`the StatusCode ${status} of an integration response is not supported`);
  const handling = response.text('ContentHandling') ?? 'CONVERT_TO_TEXT';
  if (handling !== 'CONVERT_TO_TEXT') report(`ContentHandling ${handling} of an integration response is not supported`);
  const pattern = response.text('SelectionPattern') ?? '';
  const selection = pattern === '' ? undefined : compilePattern(pattern, report);
  const headers = [...response.textMap('ResponseParameters')].flatMap(([target, expression]): HeaderMapping[] => {
    const [, name] = /^method\.response\.header\.([\w!#$%&'*+.^`|~-]+)$/.exec(target) ?? [];
    const source = parseMappingSource(expression);
    if (name !== undefined && source !== undefined) return [{ name, source }];
    // A mock has no integration headers, so such a mapping adds nothing.
    if (name === undefined || !/^integration\.response\.(?:multivalue)?header\./.test(expression)) {
      report(`ResponseParameters: ${target}: ${expression} is not supported`);
    }
    return [];
  });
  const templates = readTemplates(response, 'ResponseTemplates', report);
  response.close();
  return { status, ...(selection && { selection }), headers, templates };
}

function readTemplates(properties: PropertyReader, name: string, report: Report): ReadonlyMap<string, TextTemplate> {
  return new Map(
    [...properties.textMap(name)].map(([mediaType, source]) => {
      const template = parseMappingTemplate(source);
      if (template === undefined) report(`${name}: ${mediaType} needs Velocity, which is not supported`);
      return [mediaType, template ?? []];
    }),
  );
}

function compilePattern(pattern: string, report: Report): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    report(`SelectionPattern ${pattern} is no regular expression that can be run here`);
    return undefined;
  }
}
