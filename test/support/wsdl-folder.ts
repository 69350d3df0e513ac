/** A small WSDL file for tests to break, in a folder that each test has for itself. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CatalogueError } from '#core/catalog/catalogue-error.ts';
import { type ReadWsdlOptions, readWsdl } from '#lib/sources/read-wsdl.ts';

/** Without a problem by itself. The line numbers of the messages are those of this text. */
export const WEATHER = `<?xml version="1.0"?>
<definitions targetNamespace="urn:w" xmlns:tns="urn:w" xmlns="http://schemas.xmlsoap.org/wsdl/"
    xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <!-- imports -->
  <types><xs:schema><xs:element name="Get" type="xs:string"/><!-- schemas --></xs:schema></types>
  <message name="Get"><part name="body" element="tns:Get"/></message>
  <message name="Set"><part name="body" element="tns:Set"/></message>
  <portType name="Type">
    <operation name="Get"><input message="tns:Get"/></operation>
    <operation name="Set"><input message="tns:Set"/></operation>
  </portType>
  <binding name="Soap" type="tns:Type">
    <soap:binding transport="http://schemas.xmlsoap.org/soap/http" style="document"/>
    <operation name="Get"><soap:operation/><input><soap:body use="literal" parts="body"/></input></operation>
    <operation name="Set"><soap:operation/><input><soap:body use="literal"/></input></operation>
  </binding><binding name="Empty" type="tns:Type"><soap:binding/></binding>
  <service name="Weather">
    <port name="Main" binding="tns:Soap"><soap:address location="https://a.example/w"/></port>
    <port name="Other" binding="tns:Soap"><soap:address location="https://a.example/w"/></port>
  </service>
</definitions>
`;

/** Call `remove` when the test is over. */
export class WsdlFolder {
  /** The WSDL file is in a folder below it, `api`. */
  readonly root = mkdtempSync(path.join(tmpdir(), 'wsdl-'));
  readonly api = path.join(this.root, 'api');

  constructor() {
    mkdirSync(this.api);
  }

  /** Writes a file beside the WSDL file, or that file itself, and answers with its path. */
  write(file: string, content: string | Uint8Array): string {
    const at = path.join(this.api, file);
    writeFileSync(at, content);
    return at;
  }

  /** What is wrong with this as `weather.wsdl`; the messages are shown without the folder. */
  problemsOf(content: string | Uint8Array, options?: ReadWsdlOptions): readonly string[] {
    const file = this.write('weather.wsdl', content);
    try {
      readWsdl(file, options);
    } catch (error) {
      if (!(error instanceof CatalogueError)) throw error;
      return error.problems.map((problem) => problem.replaceAll(`${this.api}${path.sep}`, ''));
    }
    return [];
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
