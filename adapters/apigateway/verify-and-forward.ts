/** Verifier and forward function in one, as a Lambda proxy integration: for projects whose token may stand in a body, and for WSDL
 * projects, whose messages it checks as well. */
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { decideRoute } from '#core/access/decide-route.ts';
import { identityHeader } from '#core/access/identity-header.ts';
import type { DeployedProject } from '#core/catalog/deployed-catalogue.ts';
import { resourceMetadataUrl } from '#core/catalog/resource-metadata-url.ts';
import { describeFault } from '../runtime/describe-fault.ts';
import { jsonAnswers } from './call-answers.ts';
import { type ForwardDependencies, formOf, forwardEvent } from './forward-event.ts';
import { type JudgeAccessDependencies, judgeAccess } from './judge-access.ts';
import { type RestHandler, restHandler } from './rest-handler.ts';
import { refuseSoapCall, soapAnswers } from './soap-call.ts';

export type VerifyAndForwardDependencies = ForwardDependencies & JudgeAccessDependencies;

/** Milliseconds for both; API Gateway gives up after 29 seconds. */
export const VERIFY_AND_FORWARD_BUDGET = 26_000;

export function createVerifyAndForward(dependencies: VerifyAndForwardDependencies): RestHandler {
  const { catalogue, audience, log } = dependencies;
  const answer: RestHandler = async (event) => {
    // By the clock that nobody sets.
    const started = performance.now();
    const decided = decideRoute(catalogue, { method: event.httpMethod, path: event.path, resource: event.resource });
    const project = decided.ok ? decided.value.project : projectOf(event);
    const ports = project?.soap;
    const resource = { realm: catalogue.serverGroup, resourceMetadata: resourceMetadataUrl(audience, project?.path) };
    const soap = ports === undefined ? undefined : { ports, resource, log };
    const answers = soap === undefined ? jsonAnswers(event, resource) : soapAnswers(event, soap);
    const forward = async (identity: string | undefined, soapOperations: readonly string[] | undefined) => {
      try {
        const refused = soap === undefined ? undefined : refuseSoapCall(event, soapOperations, soap);
        if (refused !== undefined) return refused;
        const left = VERIFY_AND_FORWARD_BUDGET - (performance.now() - started);
        return await forwardEvent(event, identity, left, dependencies, answers.notForwarded);
      } catch (fault) {
        const { requestId } = event.requestContext;
        log('verify and forward out of order', { requestId, ...describeFault(fault) });
        return answers.notForwarded({ reason: 'answer_malformed' });
      }
    };
    if (decided.ok && decided.value.route.verify === null) return forward(undefined, undefined);
    // A fault has been logged by then.
    const verdict = await judgeAccess(event, formOf(event), dependencies).catch(() => undefined);
    if (verdict === undefined) return answers.unverifiable();
    if (!verdict.ok) return answers.accessRefused(verdict.failure);
    return forward(identityHeader(verdict.value), verdict.value.soapOperations);
  };
  return restHandler(answer, 'verify and forward out of order', log);

  /** By the resource that API Gateway serves: even who asks for none of its routes is answered in its form. */
  function projectOf({ resource }: APIGatewayProxyEvent): DeployedProject | undefined {
    return catalogue.projects.find(({ routes }) => routes.some(({ template }) => template === resource));
  }
}
