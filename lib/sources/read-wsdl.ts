/** Reads a WSDL 1.1 file with what it imports: the endpoint's address, the operations, and the documents to serve. */
import { CatalogueError } from '#core/catalog/catalogue-error.ts';
import type { SoapPort, WsdlDescription } from '#core/catalog/soap-service.ts';
import { reportAmbiguousOperations } from './wsdl/ambiguous-operations.ts';
import { type Components, indexComponents } from './wsdl/components.ts';
import { loadFiles } from './wsdl/load-files.ts';
import { type ReadOperation, readOperations } from './wsdl/operations.ts';
import { addressOf, findSoapPorts, type PortElement, portName, selectPorts, soapBindingOf } from './wsdl/ports.ts';
import { collectProblems, type Problems } from './wsdl/problems.ts';
import { servedDocuments } from './wsdl/served-documents.ts';

export interface ReadWsdlOptions {
  /** The ports to serve, as `Port` or `Service/Port`. @default - all that speak SOAP over HTTP */
  readonly ports?: readonly string[];
}

/** A port of the description, and what only the reading needs of it. */
interface ReadPort {
  readonly address: string;
  readonly soapPort: SoapPort;
  readonly operations: readonly ReadOperation[];
}

/**
 * Nothing is fetched from the web, and no file above the parent of the file's folder is read.
 *
 * @throws CatalogueError with every problem found, each with its file and line
 * @see https://www.w3.org/TR/wsdl.html
 */
export function readWsdl(file: string, options: ReadWsdlOptions = {}): WsdlDescription {
  const problems = collectProblems();
  const files = loadFiles(file, problems);
  throwIfAny(problems);

  const components = indexComponents(files, problems);
  const available = findSoapPorts(files, components);
  const { selected, unknown } = selectPorts(available, options.ports);
  const names = available.map(portName).join(', ');
  for (const name of unknown) {
    problems.inFile(
      file,
      `there is no port "${name}" of SOAP over HTTP${names === '' ? '.' : `; there are: ${names}.`}`,
    );
  }
  if (selected.length === 0 && unknown.length === 0) {
    const missing = 'there is no service with a port of SOAP over HTTP.';
    problems.inFile(file, available.length === 0 ? missing : `"ports" is empty; name some of: ${names}.`);
  }

  const ports = selected.flatMap((port) => readPort(port, components, problems));
  throwIfAny(problems);

  reportAmbiguousOperations(ports, problems);
  const [address, ...others] = new Set(ports.map((port) => port.address));
  if (others.length > 0) {
    const list = ports.map((port) => `${portName(port.soapPort)} ${port.address}`).join(', ');
    const advice = 'name those of this project with "ports", and make a project for each address.';
    problems.inFile(file, `the ports have different addresses: ${list}; ${advice}`);
  }
  throwIfAny(problems);

  return {
    address: address ?? '',
    ports: ports.map(({ soapPort }) => soapPort),
    documents: servedDocuments(files, new Set(selected.map(({ element }) => element))),
  };
}

/** One port, or none when there are problems with it. */
function readPort(port: PortElement, components: Components, problems: Problems): readonly ReadPort[] {
  const subject = `the port "${port.port}"`;
  if (port.service === '' || port.port === '') problems.at(port.element, 'this port or its service has no name.');
  const binding = components.require('binding', port.element, 'binding', subject);
  const soapBinding = binding && soapBindingOf(binding);
  if (binding === undefined || soapBinding === undefined) return [];
  const { version } = soapBinding;
  const address = addressOf(port.element, version);
  if (address === undefined) {
    problems.at(port.element, `${subject} has no soap:address with a location.`);
  }
  const operations = readOperations(binding, soapBinding, components, problems);
  const soapPort = {
    service: port.service,
    port: port.port,
    version,
    operations: operations.map(({ operation }) => operation),
  };
  return address === undefined ? [] : [{ address, soapPort, operations }];
}

function throwIfAny({ messages }: Problems): void {
  if (messages.size > 0) throw new CatalogueError([...messages]);
}
