/** Reads a WSDL file and, one after the other, every file that it imports directly or through others. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { Element } from '@xmldom/xmldom';
import { decodeXml } from './decode-xml.ts';
import { findImports, type Import } from './find-imports.ts';
import { findSourceFile } from './find-source-file.ts';
import { WSDL, XML_SCHEMA } from './names.ts';
import { parseXml } from './parse-xml.ts';
import type { Problems } from './problems.ts';
import { resolveLocation } from './resolve-location.ts';

export interface SourceFile {
  /** As messages call it: relative to what the caller gave. */
  readonly name: string;
  readonly kind: 'wsdl' | 'xsd';
  readonly root: Element;
  /** Its imports of files; those from the web are left to the client. */
  readonly imports: ReadonlyMap<Import, SourceFile>;
}

const MOST_FILES = 200;

/** A file as it is being read: what it imports is known after its own reading. */
interface OpenFile extends SourceFile {
  readonly path: string;
  readonly imports: Map<Import, SourceFile>;
}

/**
 * Each file is read once, however many import it, so that imports may go in circles.
 *
 * @returns the files in the order in which they are met, the given one first; some are missing where problems are told
 */
export function loadFiles(file: string, problems: Problems): readonly SourceFile[] {
  const given = path.resolve(file);
  const main = existsSync(given) ? realpathSync(given) : given;
  const folder = path.dirname(main);
  const files = new Map<string, OpenFile>();
  /** The paths that were read, broken files among them. */
  const seen = new Set<string>();

  /** Reads a file unless that was done before; what keeps it from being read at all goes to `refuse`. */
  function open(at: string, refuse: (reason: string) => void): OpenFile | undefined {
    const source = findSourceFile(at, path.dirname(folder));
    if (source.reason !== undefined) {
      refuse(source.reason);
      return undefined;
    }
    if (!seen.has(source.path)) {
      if (seen.size === MOST_FILES) {
        refuse(`it is one file too many; a WSDL file may come with ${MOST_FILES - 1} others.`);
        return undefined;
      }
      seen.add(source.path);
      const name = source.path === main ? file : path.join(path.dirname(file), path.relative(folder, source.path));
      const root = parseRoot(name, readFileSync(source.path), problems);
      if (root !== undefined) {
        files.set(source.path, { path: source.path, name, ...root, imports: new Map() });
      }
    }
    return files.get(source.path);
  }

  const first = open(main, (reason) => problems.inFile(file, reason));
  if (first?.kind === 'xsd') problems.at(first.root, 'the file is an XML Schema; name the WSDL file that imports it.');
  // A map is walked in the order of insertion, those included that are added on the way.
  for (const importer of files.values()) {
    for (const one of findImports(importer.root)) {
      const refuse = (reason: string) => problems.at(one.element, `${one.attribute} "${one.location}": ${reason}`);
      const target = resolveLocation(one.location, importer.path);
      if (target.kind === 'refused') refuse(target.reason);
      if (target.kind === 'web' && one.attribute === 'location') {
        refuse('nothing is fetched from the web; save the document beside this file and name that.');
      }
      const imported = target.kind === 'file' ? open(target.path, refuse) : undefined;
      if (imported?.kind === 'wsdl' && one.attribute === 'schemaLocation') {
        refuse('it is a WSDL file, not an XML Schema.');
      }
      if (imported !== undefined) importer.imports.set(one, imported);
    }
  }
  return [...files.values()];
}

function parseRoot(name: string, bytes: Uint8Array, problems: Problems): Pick<SourceFile, 'kind' | 'root'> | undefined {
  const decoded = decodeXml(bytes);
  if ('problem' in decoded) {
    problems.inFile(name, decoded.problem);
    return undefined;
  }
  const { document, defect } = parseXml(decoded.text);
  if (defect !== undefined) {
    problems.inFile(name, defect.message, defect.line);
    return undefined;
  }
  problems.nameDocument(document, name);
  const root = document.documentElement;
  if (root === null) return undefined;
  if (root.namespaceURI === WSDL && root.localName === 'definitions') return { kind: 'wsdl', root };
  if (root.namespaceURI === XML_SCHEMA && root.localName === 'schema') return { kind: 'xsd', root };
  problems.at(
    root,
    root.namespaceURI === 'http://www.w3.org/ns/wsdl'
      ? 'the file is written in WSDL 2.0; only WSDL 1.1 is read.'
      : `the root element "${root.nodeName}" is neither WSDL 1.1's definitions nor XML Schema's schema.`,
  );
  return undefined;
}
