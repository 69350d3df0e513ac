/** Looks at the stage variables: what the functions that forward calls are told of the projects' targets. */

import { CfnStage } from 'aws-cdk-lib/aws-apigateway';
import type { Stack } from 'aws-cdk-lib/core';

/** API Gateway raises none of these. */
const VARIABLES_OF_A_STAGE = 100;
const NAME_CHARACTERS = 64;
const VALUE_CHARACTERS = 512;
const VALUE = /^[A-Za-z0-9._~:/?#&=,-]+$/;

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
export function findStageVariableProblems(gateway: Stack): readonly string[] {
  return gateway.node
    .findAll()
    .filter((construct) => construct instanceof CfnStage)
    .flatMap(({ variables }) => findProblems(gateway.resolve(variables)));
}

function findProblems(variables: unknown): readonly string[] {
  const entries = Object.entries(variables ?? {});
  const tooMany = `its gateway has ${entries.length} stage variables, and API Gateway takes ${VARIABLES_OF_A_STAGE}, which nobody can raise; every project whose calls go through a function takes one, and every gateway secret one more, so accept tokens of some in the header alone, or move projects to another server group.`;
  return [
    ...(entries.length > VARIABLES_OF_A_STAGE ? [tooMany] : []),
    ...entries.flatMap(([name, value]) => [...findNameProblems(name), ...findValueProblems(name, value)]),
  ];
}

function findNameProblems(name: string): readonly string[] {
  if (name.length <= NAME_CHARACTERS) return [];
  return [
    `the name of the stage variable ${name} has ${name.length} characters, and API Gateway takes ${NAME_CHARACTERS}; give its project a shorter id, in which "-", "." and "_" count four times.`,
  ];
}

/** CloudFormation puts the secret in its place, and API Gateway looks at that. */
function isSecretReference(value: string): boolean {
  return /^\{\{resolve:secretsmanager:[^{}]+\}\}$/.test(value);
}

/** What is known to the deployment alone, such as the URL of a function, is short and of plain characters. */
function findValueProblems(name: string, value: unknown): readonly string[] {
  if (typeof value !== 'string') return [];
  if (value.length > VALUE_CHARACTERS) {
    return [
      `the stage variable ${name} has ${value.length} characters, and API Gateway takes ${VALUE_CHARACTERS}; shorten the target of its project.`,
    ];
  }
  if (VALUE.test(value) || isSecretReference(value)) return [];
  return [
    `the stage variable ${name} is ${JSON.stringify(value)}, and API Gateway takes letters, digits and -._~:/?#&=, in one; give its project another target.`,
  ];
}
