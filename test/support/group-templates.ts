/** The stacks of any catalogue, synthesized in this process. For the tests' own catalogue, test-templates.ts is quicker. */
import { Template } from 'aws-cdk-lib/assertions';
import type { Catalogue } from '#core/catalog/catalogue.ts';
import { ServerGroupStage } from '#lib/server-group-stage.ts';
import { tollgateApp } from '#lib/tollgate-app.ts';
import { templatesOnly } from './templates-only.ts';

export interface SynthesizedGroup {
  readonly stage: ServerGroupStage;
  readonly registry: Template;
  readonly gateway: Template;
}

/** By the server group's name, without the functions' code. `Template.fromStack` also refuses a template with a cycle. */
export function groupTemplates(catalogue: Catalogue): Readonly<Record<string, SynthesizedGroup>> {
  const app = tollgateApp(catalogue, templatesOnly);
  const stages = app.node.children.filter((child) => child instanceof ServerGroupStage);
  return Object.fromEntries(
    stages.map((stage) => [
      stage.node.id,
      { stage, registry: Template.fromStack(stage.registry), gateway: Template.fromStack(stage.gateway) },
    ]),
  );
}
