/** Looks through a server group's templates as an auditor would, and says of each finding what to do about it. */
import { methodsOf, resourcesOf, type TemplateView } from './test-stacks.ts';

/** @param publicMethods of the gateway, for instance `POST /token`; every other one must be authorized, and all of the registry's */
export function findOpenMethods(gateway: TemplateView, publicMethods: readonly string[]): readonly string[] {
  return [...methodsOf(gateway, 'GatewayApi'), ...methodsOf(gateway, 'RegistryApi')]
    .filter(({ key, properties }) => properties.AuthorizationType === 'NONE' && !publicMethods.includes(key))
    .map(
      ({ key }) =>
        `${key} is open to everybody. Give it an authorizer; or, if it is public on purpose, add it by addPublicMethod with the reason, and to the list in this test.`,
    );
}

/** Wildcards that are as they should be, by what is found. */
const KNOWN_WILDCARDS = [
  // The policy of a key is about that key alone; signing-keys.test.ts has all that this one says.
  /^SigningKeysEnvelopeKey\w+ allows "(kms:)?\*"/,
  // The versions of one function; see confine-triggers.ts.
  /^AWSCDKTriggerCustomResourceProviderCustomResourceProviderRole\w+ allows .*RotateSigningKeysRotationFunction\w+","Arn"\]\},":\*"\]/,
];

/** In any statement of a template, be it of a policy, of a role or of a resource. */
export function findWildcards(template: TemplateView): readonly string[] {
  return resourcesOf(template)
    .flatMap(({ logicalId, Properties }) =>
      statementsIn(Properties)
        .flatMap(({ Action, NotAction, Resource, NotResource }) => [
          ...[Action].flat().filter((action) => String(action).includes('*')),
          ...[Resource].flat().filter((resource) => JSON.stringify(resource)?.includes('*')),
          ...(NotAction === undefined ? [] : ['NotAction']),
          ...(NotResource === undefined ? [] : ['NotResource']),
        ])
        .map((wildcard) => (typeof wildcard === 'string' ? wildcard : JSON.stringify(wildcard)))
        .map(
          (wildcard) =>
            `${logicalId} allows "${wildcard}". Name the actions, and the ARNs of the resources, that the function needs.`,
        ),
    )
    .filter((finding) => !KNOWN_WILDCARDS.some((known) => known.test(finding)));
}

interface Statement {
  readonly Effect: string;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
}

/** However deep they are. */
export function statementsIn(value: unknown): readonly Statement[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('Effect' in value) return [value as Statement];
  return Object.values(value).flatMap(statementsIn);
}

/** A name that says secret, but for the names of tables, keys and ARNs; or a value that looks like one. */
const SECRET_NAME = /SECRET|PASSWORD|PASSWD|TOKEN|CREDENTIAL|PRIVATE|API_?KEY/i;
const REFERENCE_NAME = /_(TABLE|ARN|URL)$/;
const SECRET_VALUE = /-----BEGIN|AKIA[0-9A-Z]{16}|tg[ks]_[0-9A-Za-z]{22}|eyJ[\w-]+\.|^[A-Za-z0-9+/=_-]{32,}$/;

export function findSecretsInEnvironments(template: TemplateView): readonly string[] {
  return resourcesOf(template, 'AWS::Lambda::Function').flatMap(({ logicalId, Properties }) =>
    Object.entries(Properties.Environment?.Variables ?? {})
      .filter(
        ([name, value]) =>
          (SECRET_NAME.test(name) && !REFERENCE_NAME.test(name)) ||
          (typeof value === 'string' && SECRET_VALUE.test(value)),
      )
      .map(
        ([name]) =>
          `${logicalId} has a secret in its environment, ${name}, which everybody reads who may describe the function. Keep it in Secrets Manager or encrypted by KMS, and give the function the ARN.`,
      ),
  );
}

/** @param known logical ids of tables and keys that are deployed somewhere */
export function findLostResources(registry: TemplateView, known: readonly string[]): readonly string[] {
  const there = new Set(resourcesOf(registry).map(({ logicalId }) => logicalId));
  return known
    .filter((logicalId) => !there.has(logicalId))
    .map(
      (logicalId) =>
        `${logicalId} is gone. A resource with another logical id is a new and empty one: keep the ids of the construct and of those above it, or pin it with overrideLogicalId.`,
    );
}
