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
  const { draft, project } = scaffold;
  const { out } = session;
  out.thing(outcomeOf(scaffold), FIELDS);
  for (const place of copiesOf(scaffold)) out.talk(`Copied to ${place}.`);
  warn(session, scaffold);
  const deploy = draft.serverGroups.map(({ name }) => `'${name}/*'`).join(' ');
  out.talk(`Next: npm start serves it, and takes it up by itself while it runs; npx cdk deploy ${deploy} deploys it.`);
  if (draft.kind !== 'token-endpoint' && draft.security.kind === 'tokens') {
    out.talk('It is in no product yet, so calls are answered with 403 until one holds it (this replaces its list):');
    out.talk(`  tollgate products update PRODUCT --project OTHERS --project ${project.id}${scopesOf(project.scopes)}`);
  }
  out.talk('What else a project may hold is in docs/projects.md.');
}

export function showDryRun(session: Session, scaffold: Scaffold): void {
  const { projectFile, changed } = scaffold;
  const outcome = outcomeOf(scaffold);
  const changes = lineChanges(changed.before.replaceAll('\r\n', '\n'), changed.content.replaceAll('\r\n', '\n'));
  const lines = [`# ${outcome.file}`, projectFile.content, `# ${outcome.catalogueFile}`, ...changes];
  session.out.text(lines.join('\n'), {
    dryRun: true,
    ...outcome,
    source: projectFile.content,
    catalogueSource: changed.content,
  });
  for (const place of copiesOf(scaffold)) session.out.talk(`To be copied to ${place}.`);
  warn(session, scaffold);
  session.out.talk('Nothing was written.');
}

function warn({ out }: Session, { draft }: Scaffold): void {
  if (draft.kind !== 'token-endpoint' && draft.security.kind === 'public') {
    out.talk('Warning: the project is public: anybody may call every path of it without a token.');
  }
}

function copiesOf({ root, document }: Scaffold): readonly string[] {
  return (document?.copies ?? []).map((copy) => relative(root, copy.path));
}

function outcomeOf({ root, project, projectFile, changed }: Scaffold): Outcome {
  return {
    file: relative(root, projectFile.path),
    projectId: project.id,
    path: project.path,
    catalogueFile: relative(root, changed.path),
  };
}

function relative(root: string, file: string): string {
  return path.relative(root, file).split(path.sep).join('/');
}

function scopesOf(scopes: readonly string[]): string {
  return scopes.map((scope) => ` --scope ${scope}`).join('');
}
