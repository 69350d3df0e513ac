import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { PROXY_URL } from '#core/catalog/project-document.ts';
import { readWsdl } from '#lib/sources/read-wsdl.ts';
import { WEATHER, WsdlFolder } from '#test/support/wsdl-folder.ts';

let folder: WsdlFolder;

beforeEach(() => {
  folder = new WsdlFolder();
});

afterEach(() => folder.remove());

describe('a file that is no WSDL file', () => {
  test.each([
    ['', 'weather.wsdl:1: the file is not well-formed: document must contain a root element.'],
    ['service: weather', 'weather.wsdl:1: the file is not well-formed: text data outside of root node.'],
    ['<a>\n<b>\n</c>\n</a>', 'weather.wsdl:3: the file is not well-formed: unexpected close tag.'],
    [
      '<a>\n<![CDATA[ & ]]><!-- & -->&lt;&#60;\n<b c="salt & pepper"/>\n</a>',
      'weather.wsdl:3: the file is not well-formed: an "&" that starts no reference; write "&amp;" for it.',
    ],
    ['<a>\n&unknown;</a>', 'weather.wsdl:2: the file is not well-formed: undefined entity.'],
    ['<a>\n<x:b/></a>', 'weather.wsdl:2: the file is not well-formed: unbound namespace prefix: "x".'],
    [
      '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n<a>&e;</a>',
      'weather.wsdl:2: the file has a DOCTYPE, which is not read; remove it.',
    ],
    [`${'<a>'.repeat(501)}${'</a>'.repeat(501)}`, 'weather.wsdl:1: elements are nested more than 500 deep.'],
    [
      '<definitions/>',
      'weather.wsdl:1: the root element "definitions" is neither WSDL 1.1\'s definitions nor XML Schema\'s schema.',
    ],
    [
      '<description xmlns="http://www.w3.org/ns/wsdl"/>',
      'weather.wsdl:1: the file is written in WSDL 2.0; only WSDL 1.1 is read.',
    ],
    [
      '<schema xmlns="http://www.w3.org/2001/XMLSchema"/>',
      'weather.wsdl:1: the file is an XML Schema; name the WSDL file that imports it.',
    ],
  ])('%j', (text, problem) => {
    expect(folder.problemsOf(text)).toEqual([problem]);
  });

  test('a missing one, a folder, and one above the size bound', () => {
    const missing = path.join(folder.api, 'missing.wsdl');

    expect(() => readWsdl(missing)).toThrow(`${missing}: the file does not exist.`);
    expect(() => readWsdl(folder.root)).toThrow(`${folder.root}: it is not a file.`);
    expect(folder.problemsOf(new Uint8Array(5 * 1024 * 1024 + 1))).toEqual([
      'weather.wsdl: the file is larger than 5 MB.',
    ]);
  });
});

describe('imports', () => {
  const importing = (element: string) => WEATHER.replace(/<!-- (imports|schemas) -->/, element);
  const inSchema = (location: string) =>
    WEATHER.replace('<!-- schemas -->', `<xs:include schemaLocation="${location}"/>`);

  test.each([
    ['types.xsd', 'the file does not exist.'],
    ['.', 'it is not a file.'],
    ['%00', 'it is neither the name of a file nor an http(s) URL.'],
    ['file://server/types.xsd', 'it is neither the name of a file nor an http(s) URL.'],
    ['urn:types', 'it is neither the name of a file nor an http(s) URL.'],
    ['weather.wsdl?xsd=1', 'it has a query or a fragment; save what it names as a file and name that.'],
    ['weather.wsdl', 'it is a WSDL file, not an XML Schema.'],
    [
      '../../types.xsd',
      "the file lies too far up; only files in or below the WSDL file's folder or a folder beside it are read.",
    ],
    [
      'file:///etc/passwd',
      "the file lies too far up; only files in or below the WSDL file's folder or a folder beside it are read.",
    ],
    [
      'link.xsd',
      "the file lies too far up; only files in or below the WSDL file's folder or a folder beside it are read.",
    ],
  ])('a schemaLocation "%s" is refused', (location, reason) => {
    symlinkSync('/etc/hosts', path.join(folder.api, 'link.xsd'));

    expect(folder.problemsOf(inSchema(location))).toEqual([`weather.wsdl:5: schemaLocation "${location}": ${reason}`]);
  });

  test('a WSDL file on the web is refused; a schema there, and an import that only names a namespace, are not', () => {
    const web = 'https://a.example/x';

    expect(folder.problemsOf(importing(`<import namespace="urn:x" location="${web}"/>`))).toEqual([
      `weather.wsdl:4: location "${web}": nothing is fetched from the web; save the document beside this file and name that.`,
    ]);
    expect(folder.problemsOf(inSchema(web))).toEqual([]);
    expect(folder.problemsOf(WEATHER.replace('<!-- schemas -->', '<xs:import namespace="urn:x"/>'))).toEqual([]);
  });

  test('files may import each other in circles, the first one included', () => {
    folder.write(
      'types.wsdl',
      '<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"><import location="weather.wsdl"/></definitions>',
    );
    const file = folder.write('weather.wsdl', importing('<import location="types.wsdl"/>'));

    const locations = readWsdl(file).documents.map(({ text }) => /<import location="([^"]*)"/.exec(text)?.[1]);
    expect(locations).toEqual([`${PROXY_URL}?wsdl=1`, `${PROXY_URL}?wsdl`]);
  });

  test('a problem in an imported file is told under its own name, once', () => {
    mkdirSync(path.join(folder.root, 'xsd'));
    writeFileSync(path.join(folder.root, 'xsd', 'types.xsd'), '<schema>');
    const text = inSchema('../xsd/types.xsd"/><xs:include schemaLocation="../xsd/types.xsd');

    expect(folder.problemsOf(text).map((problem) => path.basename(problem))).toEqual([
      'types.xsd:1: the file is not well-formed: unclosed tag: schema.',
    ]);
  });

  test('files are bounded in number', () => {
    const schema = (index: number) =>
      `<schema xmlns="http://www.w3.org/2001/XMLSchema"><include schemaLocation="${index + 1}.xsd"/></schema>`;
    for (let index = 1; index <= 200; index += 1) folder.write(`${index}.xsd`, schema(index));

    expect(folder.problemsOf(inSchema('1.xsd'))).toEqual([
      '199.xsd:1: schemaLocation "200.xsd": it is one file too many; a WSDL file may come with 199 others.',
    ]);
  });
});

describe('encodings', () => {
  const german = WEATHER.replace('<!-- imports -->', '<documentation>Größe €</documentation>');
  const utf16 = Buffer.from(`\uFEFF${german.replace('"1.0"', '"1.0" encoding="utf-16"')}`, 'utf16le');
  const declaring = (encoding: string) => german.replace('"1.0"', `"1.0" encoding="${encoding}"`);
  /** The letters are where Latin-1 has them, the euro sign is where windows-1252 has it. */
  const windows = Buffer.from(declaring('Windows-1252').replace('€', '\u0080'), 'latin1');

  test.each([
    ['UTF-8', Buffer.from(german)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${german}`)],
    ['UTF-16 (little endian)', utf16],
    ['UTF-16 (big endian)', Buffer.from(utf16).swap16()],
    ['windows-1252', windows],
  ])('%s is read and served as UTF-8', (_, bytes) => {
    const { documents } = readWsdl(folder.write('weather.wsdl', bytes));

    expect(documents[0]?.text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<definitions/);
    expect(documents[0]?.text).toContain('<documentation>Größe €</documentation>');
  });

  test.each([
    [Buffer.from(german, 'latin1'), 'the file is not valid UTF-8; save it as UTF-8.'],
    [declaring('utf-16'), 'the file declares the encoding "utf-16" but does not hold it; save it as UTF-8.'],
    [declaring('IBM037'), 'the file declares the encoding "IBM037" but does not hold it; save it as UTF-8.'],
  ])('other bytes are refused (%#)', (bytes, problem) => {
    expect(folder.problemsOf(bytes)).toEqual([`weather.wsdl: ${problem}`]);
  });
});
