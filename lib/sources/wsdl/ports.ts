/** Finds the ports of all services that speak SOAP over HTTP, and picks those that a project serves. */
import type { Element } from '@xmldom/xmldom';
import type { SoapVersion } from '#core/catalog/soap-service.ts';
import type { Components } from './components.ts';
import type { SourceFile } from './load-files.ts';
import { attributeOf, childElements, childNamed, childrenNamed, SOAP_BINDINGS, SOAP_VERSIONS, WSDL } from './names.ts';

export interface PortElement {
  readonly element: Element;
  readonly service: string;
  readonly port: string;
}

export interface SoapBinding {
  readonly version: SoapVersion;
  /** The `soap:binding` inside the binding. */
  readonly element: Element;
}

/** Ports of HTTP GET and POST bindings, and of SOAP over other transports, are left out. */
export function findSoapPorts(files: readonly SourceFile[], components: Components): readonly PortElement[] {
  return files
    .filter(({ kind }) => kind === 'wsdl')
    .flatMap(({ root }) => childrenNamed(root, WSDL, 'service'))
    .flatMap((service) =>
      childrenNamed(service, WSDL, 'port').map((element) => ({
        element,
        service: attributeOf(service, 'name') ?? '',
        port: attributeOf(element, 'name') ?? '',
      })),
    )
    .filter(({ element }) => isSoapOverHttp(element, components));
}

/** What binds to SOAP in a binding; undefined for a binding to something else. */
export function soapBindingOf(binding: Element): SoapBinding | undefined {
  for (const version of SOAP_VERSIONS) {
    const element = childNamed(binding, SOAP_BINDINGS[version], 'binding');
    if (element !== undefined) return { version, element };
  }
  return undefined;
}

/** The endpoint's URL. Some vendors write it in the namespace of the SOAP version that the binding is not of. */
export function addressOf(port: Element, version: SoapVersion): string | undefined {
  const addresses = [version, ...SOAP_VERSIONS].map((one) => childNamed(port, SOAP_BINDINGS[one], 'address'));
  const address = addresses.find((one) => one !== undefined);
  return address && attributeOf(address, 'location');
}

/** `Service/Port`, as `ports` may name it and as messages do. */
export function portName({ service, port }: Pick<PortElement, 'service' | 'port'>): string {
  return `${service}/${port}`;
}

/** The ports that bear one of the names (`Port` or `Service/Port`), and the names that none of them bears. */
export function selectPorts(
  ports: readonly PortElement[],
  names: readonly string[] | undefined,
): { readonly selected: readonly PortElement[]; readonly unknown: readonly string[] } {
  if (names === undefined) return { selected: ports, unknown: [] };
  const bears = (one: PortElement, name: string) => name === one.port || name === portName(one);
  return {
    selected: ports.filter((one) => names.some((name) => bears(one, name))),
    unknown: names.filter((name) => !ports.some((one) => bears(one, name))),
  };
}

/** The binding decides; where it is not known, a port with a SOAP address or none counts, for its problem to be told. */
function isSoapOverHttp(port: Element, components: Components): boolean {
  const binding = components.find('binding', port, 'binding');
  if (binding === undefined) {
    const address = childElements(port).find(({ localName }) => localName === 'address');
    return address === undefined || SOAP_VERSIONS.some((version) => SOAP_BINDINGS[version] === address.namespaceURI);
  }
  const soap = soapBindingOf(binding);
  return soap !== undefined && isHttp(attributeOf(soap.element, 'transport'));
}

/** Besides the two URIs of the specifications, tools write `…/soap/https` and a slash at the end. */
function isHttp(transport: string | undefined): boolean {
  return transport === undefined || /\/https?\/?$/i.test(transport);
}
