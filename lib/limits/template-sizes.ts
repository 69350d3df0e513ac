/** Measures the templates as they were written. */
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';

/** Bytes. CloudFormation's limit is "1 MB" and raised for nobody; whichever megabyte it means, this is below. */
const TEMPLATE_BYTES = 1_000_000;

export function findTemplateProblems(assembly: CloudAssembly): readonly string[] {
  return assembly.stacks
    .map(({ stackName, template }) => ({ stackName, bytes: templateBytes(template) }))
    .filter(({ bytes }) => bytes > TEMPLATE_BYTES)
    .map(
      ({ stackName, bytes }) =>
        `the template of its stack ${stackName} has ${bytes} bytes, and CloudFormation takes ${TEMPLATE_BYTES}, which nobody can raise; define fewer resources, methods and scopes, or move projects to another server group.`,
    );
}

/** Of the file: it is written without indentation (`suppressTemplateIndentation` in cdk.json). */
export function templateBytes(template: unknown): number {
  return Buffer.byteLength(JSON.stringify(template));
}
