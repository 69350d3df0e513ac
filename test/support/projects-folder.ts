/** A clone with `projects/` of its own, for commands that write there; the operator's are never touched. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const FILES: Readonly<Record<string, string>> = {
  'server-groups.ts': `import { defineServerGroup } from '#core/catalog/authoring.ts';

export const trial = defineServerGroup({ name: 'trial', removal: 'destroy' });
export const live = defineServerGroup({ name: 'live-eu', removal: 'retain' });
`,
  'token.ts': `import { defineTokenEndpoint } from '#core/catalog/authoring.ts';
import { live, trial } from './server-groups.ts';

export const token = defineTokenEndpoint({ displayName: 'Token', contextPath: '/token', serverGroups: [trial, live] });
`,
  'books.ts': `import { defineRestProject, oauth2AccessTokens, sampleBackend } from '#core/catalog/authoring.ts';
import { trial } from './server-groups.ts';

export const books = defineRestProject({
  displayName: 'Books',
  version: '1.0',
  contextPath: '/books',
  target: sampleBackend(),
  secureWith: oauth2AccessTokens({ location: 'header' }),
  serverGroups: [trial],
});
`,
  'catalogue.ts': `import { defineCatalogue } from '#core/catalog/authoring.ts';
import { books } from './books.ts';
import { live, trial } from './server-groups.ts';
import { token } from './token.ts';

export const catalogue = defineCatalogue({
  serverGroups: [trial, live],
  projects: [token, books],
});
`,
};

/** The catalogue that it has. */
export const CATALOGUE = FILES['catalogue.ts'] ?? '';

export interface ProjectsFolder {
  readonly root: string;
  read(name: string): string;
  /** Every file of it, those in folders as well, with its content. */
  contents(): Readonly<Record<string, string>>;
  /** What is left beside it of a try. */
  leftovers(): readonly string[];
  remove(): void;
}

/** @param changes other contents of its files, by name */
export function aProjectsFolder(changes: Readonly<Record<string, string>> = {}): ProjectsFolder {
  const root = mkdtempSync(path.join(tmpdir(), 'projects-'));
  const folder = path.join(root, 'projects');
  const cache = path.join(root, '.cache');
  mkdirSync(folder);
  writeFileSync(path.join(root, 'package.json'), '{ "type": "module", "imports": { "#core/*": "./core/*" } }');
  for (const [name, content] of Object.entries({ ...FILES, ...changes }))
    writeFileSync(path.join(folder, name), content);
  symlinkSync(path.resolve('core'), path.join(root, 'core'), 'junction');
  return {
    root,
    read: (name) => readFileSync(path.join(folder, name), 'utf8'),
    contents: () =>
      Object.fromEntries(
        readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map(({ parentPath, name }) => path.join(parentPath, name))
          .map((file) => [path.relative(folder, file).replaceAll(path.sep, '/'), readFileSync(file, 'utf8')]),
      ),
    leftovers: () => (existsSync(cache) ? readdirSync(cache) : []),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
