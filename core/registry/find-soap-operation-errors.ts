/** Finds what is wrong in a product that is narrowed to operations of a WSDL project. */
import type { DeployedProject } from '../catalog/deployed-catalogue.ts';
import type { ProductProject } from './product.ts';
import type { FieldError } from './registry-failure.ts';

/**
 * Each kind of project has its own kind of operation; the other kind would open nothing, or all.
 *
 * @param field where the project stands in the product, for instance `projects[0]`
 */
export function findSoapOperationErrors(
  { operations, soapOperations = [] }: ProductProject,
  { projectId, soap }: DeployedProject,
  field: string,
): readonly FieldError[] {
  if (soap === undefined) {
    if (soapOperations.length === 0) return [];
    const message = `are of a WSDL project, which "${projectId}" is not; narrow it with operations`;
    return [{ field: `${field}.soapOperations`, message }];
  }
  if (operations !== undefined) {
    const message = `are methods and paths, but "${projectId}" is a WSDL project; narrow it with soapOperations`;
    return [{ field: `${field}.operations`, message }];
  }
  const known = [...new Set(soap.flatMap((port) => port.operations.map(({ name }) => name)))].toSorted();
  return soapOperations.flatMap((name, index) => {
    const at = `${field}.soapOperations[${index}]`;
    if (soapOperations.indexOf(name) < index) return [{ field: at, message: `names "${name}" a second time` }];
    if (known.includes(name)) return [];
    return [
      { field: at, message: `names "${name}", which is no operation of "${projectId}"; it has ${known.join(', ')}` },
    ];
  });
}
