/** Short ways to look into the templates of stacks. */

/** What tests need of a template, be it one of CDK's assertions or one that was written. */
export interface TemplateView {
  // biome-ignore lint/suspicious/noExplicitAny: a template is JSON that assertions look into
  toJSON(): any;
  hasResourceProperties(type: string, properties: object): void;
  resourceCountIs(type: string, count: number): void;
}

export interface TemplateResource {
  readonly logicalId: string;
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is JSON that assertions look into
  readonly Properties: any;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export function resourcesOf(template: TemplateView, type?: string): readonly TemplateResource[] {
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
export function methodsOf(template: TemplateView, api: 'GatewayApi' | 'RegistryApi'): readonly TemplateMethod[] {
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
export function functionOf(template: TemplateView, words: string): TemplateResource {
  return resourcesOf(template, 'AWS::Lambda::Function').find(({ Properties }) =>
    String(Properties.Description).includes(words),
  )!;
}

/** The IAM statements of a function's role. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export function statementsOf(template: TemplateView, lambda: TemplateResource): readonly any[] {
  return statementsOfRole(template, lambda.Properties.Role['Fn::GetAtt'][0]);
}

/** Of its policies, and its own. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export function statementsOfRole(template: TemplateView, role: string): readonly any[] {
  const own = template.toJSON().Resources[role].Properties.Policies ?? [];
  const attached = resourcesOf(template, 'AWS::IAM::Policy')
    .filter(({ Properties }) => Properties.Roles.some((one: { Ref?: string }) => one.Ref === role))
    .map(({ Properties }) => Properties);
  return [...own, ...attached].flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}
