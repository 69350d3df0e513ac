import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { readCatalogue, readDocumentCatalogue, readTokenCatalogue } from '#adapters/runtime/catalogue-file.ts';
import { backendProjectsOf } from '#core/catalog/catalogue.ts';
import { deployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import { documentCatalogueOf } from '#core/catalog/document-catalogue.ts';
import { tokenCatalogueOf } from '#core/catalog/token-catalogue.ts';
import { catalogueOfOrders, development } from '#test/support/orders-catalogue.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { weatherCatalogue } from '#test/support/weather-catalogue.ts';
import { weatherPorts } from '#test/support/weather-service.ts';

const folder = temporaryFolder('catalogue');
const file = path.join(folder, 'catalogue.json');

function written(content: unknown): URL {
  writeFileSync(file, JSON.stringify(content));
  return pathToFileURL(file);
}

test('a catalogue comes back as it was written', () => {
  const catalogue = deployedCatalogue(catalogueOfOrders, development);

  expect(readCatalogue(written(catalogue))).toEqual(catalogue);
});

test('a project that is a SOAP service comes back with its operations, and with nothing less', () => {
  const empty = { name: 'Ping', soapAction: '', element: null };
  const catalogue = weatherCatalogue(
    weatherPorts.map((port) => ({ ...port, operations: [...port.operations, empty] })),
  );

  expect(readCatalogue(written(catalogue))).toEqual(catalogue);

  const ofSoap = valuePaths(catalogue).filter((valuePath) => valuePath.includes('soap') && valuePath.at(-1) !== 'soap');
  expect(ofSoap.length).toBeGreaterThan(20);
  for (const valuePath of ofSoap) {
    expect(() => readCatalogue(written(without(catalogue, valuePath)))).toThrow('does not hold a catalogue');
  }
});

test('a catalogue that lacks any one of its values is refused', () => {
  const catalogue = deployedCatalogue(catalogueOfOrders, development);
  const paths = valuePaths(catalogue);

  expect(paths.length).toBeGreaterThan(15);
  for (const valuePath of paths) {
    expect(() => readCatalogue(written(without(catalogue, valuePath)))).toThrow('does not hold a catalogue');
  }
});

test('the token function’s part comes back as it was written, and whole or not at all', () => {
  const catalogue = tokenCatalogueOf(deployedCatalogue(catalogueOfOrders, development));

  expect(readTokenCatalogue(written(catalogue))).toEqual(catalogue);
  for (const valuePath of valuePaths(catalogue)) {
    expect(() => readTokenCatalogue(written(without(catalogue, valuePath)))).toThrow('does not hold a catalogue');
  }
});

test('what the function that serves documents knows comes back as it was written, and whole or not at all', () => {
  const document = { path: '/', query: 'wsdl', contentType: 'text/xml', text: '<x/>', projectPath: '/weather' };
  const catalogue = {
    ...documentCatalogueOf(backendProjectsOf(catalogueOfOrders, development)),
    documents: [document],
  };

  expect(catalogue.protectedResources).toHaveLength(2);
  expect(readDocumentCatalogue(written(catalogue))).toEqual(catalogue);
  for (const valuePath of valuePaths(catalogue)) {
    expect(() => readDocumentCatalogue(written(without(catalogue, valuePath)))).toThrow('does not hold a catalogue');
  }
});

test('a missing file is refused', () => {
  expect(() => readCatalogue(pathToFileURL(path.join(folder, 'missing.json')))).toThrow('ENOENT');
});

type Path = readonly (string | number)[];

function valuePaths(value: unknown, at: Path = []): readonly Path[] {
  if (Array.isArray(value)) return value.flatMap((entry, index) => valuePaths(entry, [...at, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [[...at, key], ...valuePaths(child, [...at, key])]);
}

function without(value: unknown, [key, ...rest]: Path): unknown {
  if (Array.isArray(value)) return value.map((entry, index) => (index === key ? without(entry, rest) : entry));
  return Object.fromEntries(
    Object.entries(value ?? {}).flatMap(([name, child]) =>
      name !== key ? [[name, child]] : rest.length === 0 ? [] : [[name, without(child, rest)]],
    ),
  );
}
