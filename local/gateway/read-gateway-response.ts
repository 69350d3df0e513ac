/** Reads an `AWS::ApiGateway::GatewayResponse`. */
import type { ResolvedResource } from '../assembly/resolved-resource.ts';
import { parseMappingSource } from './parameter-mapping.ts';
import { readProperties } from './property-reader.ts';
import { isGatewayResponseType } from './refusal.ts';
import type { GatewayResponseModel } from './rest-api-model.ts';
import { parseTextTemplate } from './text-template.ts';
import type { Report } from './unsupported.ts';

/** @returns its type and what it changes */
export function readGatewayResponse(
  resource: ResolvedResource,
  report: Report,
): readonly (readonly [string, GatewayResponseModel])[] {
  const properties = readProperties(resource.properties, report);
  properties.ignore('RestApiId');
  const type = properties.text('ResponseType') ?? '';
  if (!isGatewayResponseType(type)) report(`ResponseType ${type} is not supported`);
  const status = properties.number('StatusCode');
  if (status !== undefined && !(status >= 200 && status <= 599)) report(`StatusCode ${status} is not supported`);
  const headers = [...properties.textMap('ResponseParameters')].flatMap(([target, expression]) => {
    const [, name] = /^gatewayresponse\.header\.([\w!#$%&'*+.^`|~-]+)$/.exec(target) ?? [];
    const source = parseMappingSource(expression);
    if (name === undefined || source === undefined)
      report(`ResponseParameters: ${target}: ${expression} is not supported`);
    return name === undefined || source === undefined ? [] : [{ name, source }];
  });
  const templates = new Map(
    [...properties.textMap('ResponseTemplates')].map(([mediaType, template]) => [
      mediaType,
      parseTextTemplate(template),
    ]),
  );
  properties.close();
  return [[type, { ...(status !== undefined && { status }), headers, templates }]];
}
