/** What the documents point at is there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const documents = [
  ...['README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'AGENTS.md'],
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join('docs', name)),
];

test.each(documents)('every file that %s links to or names is there', (document) => {
  const text = readFileSync(document, 'utf8');
  const links = Array.from(text.matchAll(/\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g), ([, target = '']) =>
    path.join(path.dirname(document), target),
  );
  const tests = Array.from(text.matchAll(/`(test\/[\w/.-]+\.test\.ts)`/g), ([, file = '']) => file);

  expect([...links, ...tests].filter((file) => !existsSync(file))).toEqual([]);
});
