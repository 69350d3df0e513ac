/** Says what was written, or what would be, and what to do next. */
import path from 'node:path';
import type { Column } from '../output/table.ts';
import type { Session } from '../session.ts';
import type { DocumentFile } from './document-file.ts';
import type { ChangedFile } from './install-files.ts';
import type { KnownProject } from './known-projects.ts';
import { lineChanges } from './line-changes.ts';
import type { ProjectDraft } from './project-draft.ts';

export interface Scaffold {
  readonly root: string;
  readonly draft: ProjectDraft;
  readonly project: KnownProject;
  readonly projectFile: { readonly path: string; readonly content: string };
  readonly document: DocumentFile | undefined;
  /** The catalogue. */
  readonly changed: ChangedFile & { readonly content: string };
}

interface Outcome {
  readonly file: string;
  readonly projectId: string;
  readonly path: string;
  readonly catalogueFile: string;
}

const FIELDS: readonly Column<Outcome>[] = [
  { heading: 'file', value: ({ file }) => file },
  { heading: 'project', value: ({ projectId }) => projectId },
  { heading: 'path', value: (one) => one.path },
  { heading: 'catalogue', value: ({ catalogueFile }) => catalogueFile },
];

export function showScaffold(session: Session, scaffold: Scaffold): void {
  const { draft, document, project } = scaffold;
  const { out } = session;
  out.thing(outcomeOf(scaffold), FIELDS);
  if (document?.copy !== undefined) out.talk(`The document was copied to projects/${document.name}.`);
  warn(session, scaffold);
  const deploy = draft.serverGroups.map(({ name }) => `'${name}/*'`).join(' ');
  out.talk(`Next: npm start serves it, and takes it up by itself while it runs; npx cdk deploy ${deploy} deploys it.`);
  if (draft.kind !== 'token-endpoint' && draft.security.kind === 'tokens') {
    out.talk('It is in no product yet, so calls are answered with 403 until one holds it (this replaces its list):');
    out.talk(
      `  tollgate products update PRODUCT --project OTHERS --project ${project.id}${scopesOf(draft.security.scopes)}`,
    );
  }
  out.talk('What else a project may hold is in docs/projects.md.');
}

export function showDryRun(session: Session, scaffold: Scaffold): void {
  const { projectFile, document, changed } = scaffold;
  const outcome = outcomeOf(scaffold);
  const changes = lineChanges(changed.before.replaceAll('\r\n', '\n'), changed.content.replaceAll('\r\n', '\n'));
  const lines = [`# ${outcome.file}`, projectFile.content, `# ${outcome.catalogueFile}`, ...changes];
  session.out.text(lines.join('\n'), {
    dryRun: true,
    ...outcome,
    source: projectFile.content,
    catalogueSource: changed.content,
  });
  if (document?.copy !== undefined) session.out.talk(`The document would be copied to projects/${document.name}.`);
  warn(session, scaffold);
  session.out.talk('Nothing was written.');
}

function warn({ out }: Session, { draft, document }: Scaffold): void {
  for (const reference of document?.references ?? []) {
    out.talk(`Warning: the document names ${reference}; copy it into projects/ by hand, to the same place beside it.`);
  }
  if (draft.kind !== 'token-endpoint' && draft.security.kind === 'public') {
    out.talk('Warning: the project is public: anybody may call every path of it without a token.');
  }
}

function outcomeOf({ root, project, projectFile, changed }: Scaffold): Outcome {
  const relative = (file: string) => path.relative(root, file).split(path.sep).join('/');
  return {
    file: relative(projectFile.path),
    projectId: project.id,
    path: project.path,
    catalogueFile: relative(changed.path),
  };
}

function scopesOf(scopes: readonly string[]): string {
  return scopes.map((scope) => ` --scope ${scope}`).join('');
}
