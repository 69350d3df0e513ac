/** Reads a project's target out of the stage variables that API Gateway hands over with each call. */
import { type DeployedProject, secretVariable, targetVariable } from '#core/catalog/deployed-catalogue.ts';
import type { ForwardTarget } from '#core/forwarding/forward-call.ts';

/** The secret as it was written, but neither nothing nor a reference that nobody resolved: a backend could know that. */
const SECRET = /^(?!.*\{\{resolve:)[\x21-\x7e]+$/;

/** @returns undefined if there is no target, or not the gateway secret that belongs to it: such a call must not be made */
export function stageTarget(
  { projectId, gatewaySecretHeader }: DeployedProject,
  stageVariables: Readonly<Record<string, string | undefined>> | null,
): ForwardTarget | undefined {
  const baseUrl = stageVariables?.[targetVariable(projectId)];
  if (baseUrl === undefined) return undefined;
  if (gatewaySecretHeader === undefined) return { baseUrl };
  const value = stageVariables?.[secretVariable(projectId)];
  if (value === undefined || !SECRET.test(value)) return undefined;
  return { baseUrl, gatewaySecret: { header: gatewaySecretHeader, value } };
}
