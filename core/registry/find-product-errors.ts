/** Finds what is wrong in a product: what is sold together must exist, and be named once. */
import type { DeployedCatalogue, DeployedProject } from '../catalog/deployed-catalogue.ts';
import { findMethodProblems, findPathProblems } from '../catalog/find-resource-problems.ts';
import { findAttributeErrors } from './attributes.ts';
import { findSoapOperationErrors } from './find-soap-operation-errors.ts';
import type { Operation, Product } from './product.ts';
import type { FieldError } from './registry-failure.ts';

export type ProductFields = Pick<Product, 'projects' | 'scopes' | 'attributes'>;

export function findProductErrors(
  { projects, scopes, attributes }: ProductFields,
  catalogue: DeployedCatalogue,
): readonly FieldError[] {
  const projectIds = projects.map(({ projectId }) => projectId);
  return [
    ...projects.flatMap((held, index) => {
      const { projectId, operations } = held;
      if (projectIds.indexOf(projectId) < index) return [repeated(projectId, `projects[${index}].projectId`)];
      const project = catalogue.projects.find((one) => one.projectId === projectId);
      if (project === undefined) return [unknownProject(projectId, `projects[${index}].projectId`, catalogue)];
      const soapErrors = findSoapOperationErrors(held, project, `projects[${index}]`);
      if (soapErrors.length > 0 || project.soap !== undefined) return soapErrors;
      return findOperationErrors(operations ?? [], project, `projects[${index}].operations`);
    }),
    ...scopes.flatMap((scope, index) => (scopes.indexOf(scope) < index ? [repeated(scope, `scopes[${index}]`)] : [])),
    ...findAttributeErrors(attributes),
  ];
}

function repeated(value: string, field: string): FieldError {
  return { field, message: `names "${value}" a second time` };
}

function unknownProject(projectId: string, field: string, { projects, serverGroup }: DeployedCatalogue): FieldError {
  const known = projects.map((project) => project.projectId).toSorted();
  const list = known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`;
  return {
    field,
    message: `names "${projectId}", which is no REST or WSDL project of server group ${serverGroup}; ${list}`,
  };
}

function findOperationErrors(
  operations: readonly Operation[],
  project: DeployedProject,
  field: string,
): readonly FieldError[] {
  return operations.flatMap((operation, index) => {
    const written = [
      ...findPathProblems(operation.path).map((problem) => ({ field: `${field}[${index}].path`, message: problem })),
      ...findMethodProblems(operation.methods).map((problem) => ({
        field: `${field}[${index}].methods`,
        message: problem,
      })),
    ].map((error) => ({ ...error, message: `is wrong: ${error.message}` }));
    if (written.length > 0 || project.routes.some((route) => canMeet(operation, route, project.path))) return written;
    const routes = project.routes.map(
      ({ template, methods }) => `${methods.join('|')} ${below(template, project.path)}`,
    );
    return [
      {
        field: `${field}[${index}]`,
        message: `matches no route of "${project.projectId}"; it has ${routes.join(', ')}`,
      },
    ];
  });
}

/** Whether there is a request that is of the operation and is served by the route. */
function canMeet(operation: Operation, route: DeployedProject['routes'][number], projectPath: string): boolean {
  const sharesMethod =
    operation.methods.includes('ANY') ||
    route.methods.includes('ANY') ||
    operation.methods.some((method) => route.methods.includes(method));
  const paths = operation.path.endsWith('/{proxy+}')
    ? [operation.path.slice(0, -'/{proxy+}'.length), operation.path]
    : [operation.path];
  const served = segmentsOf(below(route.template, projectPath));
  return sharesMethod && paths.some((path) => segmentsMeet(segmentsOf(path), served));
}

/** A variable of the operation stands for a variable segment alone: a fixed one is a resource of its own. */
function segmentsMeet([asked, ...restAsked]: readonly string[], [served, ...restServed]: readonly string[]): boolean {
  if (asked === undefined || served === undefined) return asked === served;
  if (asked === '{proxy+}' || served === '{proxy+}') return true;
  return (served.startsWith('{') || asked === served) && segmentsMeet(restAsked, restServed);
}

function below(template: string, projectPath: string): string {
  return template === projectPath ? '/' : template.slice(projectPath.length);
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '');
}
