/** What the documents point at is there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { MESSAGES } from '#adapters/runtime/messages.ts';

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

test('the runbook has a section for each message that is an error, by its code', () => {
  const headings = readFileSync('docs/operator-runbook.md', 'utf8').match(/^##+ .*$/gm) ?? [];
  const errors = Object.entries(MESSAGES).flatMap(([event, { code, level }]) =>
    level === 'ERROR' ? [`${code} \`${event}\``] : [],
  );

  expect(errors.length).toBeGreaterThan(10);
  expect(errors.filter((error) => !headings.some((heading) => heading.includes(error)))).toEqual([]);
});
