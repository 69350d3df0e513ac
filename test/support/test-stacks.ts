/** The stacks of a catalogue, synthesized in this process, and short ways to look into their templates. */
import { Template } from 'aws-cdk-lib/assertions';
import type { Catalogue } from '#core/catalog/catalogue.ts';
import { ServerGroupStage } from '#lib/server-group-stage.ts';
import { tollgateApp } from '#lib/tollgate-app.ts';
import { testCatalogue } from './test-catalogue.ts';

export interface GroupTemplates {
  readonly stage: ServerGroupStage;
  readonly registry: Template;
  readonly gateway: Template;
}

/** CDK's own way to say that no stack needs its assets. */
export const withoutBundling = { context: { 'aws:cdk:bundling-stacks': [] } };

/** By the server group's name, without the functions' code. `Template.fromStack` also refuses a template with a cycle. */
export function groupTemplates(catalogue: Catalogue): Readonly<Record<string, GroupTemplates>> {
  const app = tollgateApp(catalogue, withoutBundling);
  const stages = app.node.children.filter((child) => child instanceof ServerGroupStage);
  return Object.fromEntries(
    stages.map((stage) => [
      stage.node.id,
      { stage, registry: Template.fromStack(stage.registry), gateway: Template.fromStack(stage.gateway) },
    ]),
  );
}

let templates: Readonly<Record<string, GroupTemplates>> | undefined;

export function testTemplates(group: 'alpha' | 'omega'): GroupTemplates {
  templates ??= groupTemplates(testCatalogue);
  return templates[group]!;
}

export interface TemplateResource {
  readonly logicalId: string;
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is JSON that assertions look into
  readonly Properties: any;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export function resourcesOf(template: Template, type?: string): readonly TemplateResource[] {
  const { Resources } = template.toJSON() as { Resources: Record<string, Omit<TemplateResource, 'logicalId'>> };
  return Object.entries(Resources)
    .map(([logicalId, resource]) => ({ logicalId, ...resource }))
    .filter(({ Type }) => type === undefined || Type === type);
}

export interface TemplateMethod {
  /** `GET /warehouse/items/{id}` */
  readonly key: string;
  readonly method: string;
  readonly path: string;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly properties: any;
}

/** Every method of the REST API whose logical id starts so, with the path it is found at. */
export function methodsOf(template: Template, api: 'GatewayApi' | 'RegistryApi'): readonly TemplateMethod[] {
  const paths = new Map(
    resourcesOf(template, 'AWS::ApiGateway::Resource').map((one) => [one.logicalId, one.Properties]),
  );
  const pathOf = (id: unknown): string => {
    const properties = paths.get((id as { Ref?: string }).Ref ?? '');
    return properties === undefined ? '' : `${pathOf(properties.ParentId)}/${properties.PathPart}`;
  };
  return resourcesOf(template, 'AWS::ApiGateway::Method')
    .filter(({ Properties }) => Properties.RestApiId.Ref.startsWith(api))
    .map(({ Properties }) => {
      const path = pathOf(Properties.ResourceId) || '/';
      return { key: `${Properties.HttpMethod} ${path}`, method: Properties.HttpMethod, path, properties: Properties };
    });
}

/** The function whose description holds the words. */
export function functionOf(template: Template, words: string): TemplateResource {
  return resourcesOf(template, 'AWS::Lambda::Function').find(({ Properties }) =>
    String(Properties.Description).includes(words),
  )!;
}

/** The IAM statements of a function's role. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export function statementsOf(template: Template, lambda: TemplateResource): readonly any[] {
  const role = lambda.Properties.Role['Fn::GetAtt'][0];
  return resourcesOf(template, 'AWS::IAM::Policy')
    .filter(({ Properties }) => Properties.Roles.some((one: { Ref?: string }) => one.Ref === role))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}
