/** Makes a new API project from flags and answers: its file, and its registration in the catalogue. */
import path from 'node:path';
import { usageError } from '../cli-error.ts';
import type { Session } from '../session.ts';
import { askText } from './ask.ts';
import { askForDraft, checkFlags, type DraftFlags } from './ask-for-draft.ts';
import { askForIdentity, type GivenIdentity } from './ask-for-identity.ts';
import { readCatalogueSource } from './catalogue-source.ts';
import { chooseExportName, chooseFileName, nameServerGroups } from './choose-names.ts';
import { type DocumentFile, findDocument } from './document-file.ts';
import { installFiles } from './install-files.ts';
import { exportNameOf } from './names.ts';
import type { Kind } from './project-draft.ts';
import { registerProject } from './register-project.ts';
import { renderProject } from './render-project.ts';
import { showDryRun, showScaffold } from './show-scaffold.ts';
import { openWorkspace, tryOut } from './workspace.ts';

export interface ScaffoldFlags extends GivenIdentity, DraftFlags {
  readonly name: string | undefined;
  readonly dryRun: boolean;
}

/** @throws CliError when it cannot be made; nothing has been written then */
export async function scaffoldProject(session: Session, kind: Kind, flags: ScaffoldFlags): Promise<void> {
  checkFlags(session, kind, flags);
  const workspace = await openWorkspace(session.projectRoot, session.evaluateCatalogue);
  const { folder, known } = workspace;
  const identity = await askForIdentity(session, flags, known);
  const catalogue = readCatalogueSource(workspace.source.replaceAll('\r\n', '\n'));
  const fileName = chooseFileName(identity, folder, catalogue);
  if (catalogue === undefined) throw unrecognized(session, fileName);
  const document = await askForDocument(session, kind, flags.file, folder);

  const named = {
    serverGroups: known.serverGroups,
    namedServerGroups: nameServerGroups(catalogue, known.serverGroups),
  };
  const draft = await askForDraft(session, kind, flags, identity, named, document?.name ?? '');
  const exportName = chooseExportName(fileName, catalogue, named.namedServerGroups);

  const projectFile = { path: path.join(folder, `${fileName}.ts`), content: renderProject(draft, exportName) };
  const added = [projectFile, ...(document?.copies ?? [])];
  const registered = registerProject(catalogue, { exportName, from: `./${fileName}.ts` });
  const content = workspace.source.includes('\r\n') ? registered.replaceAll('\n', '\r\n') : registered;
  const changed = { path: workspace.catalogueFile, content, before: workspace.source };
  const project = await tryOut(workspace, [...added, changed]);

  const scaffold = { root: workspace.root, draft, project, projectFile, document, changed };
  if (flags.dryRun) return showDryRun(session, scaffold);
  installFiles(added, changed);
  showScaffold(session, scaffold);
}

async function askForDocument(
  session: Session,
  kind: Kind,
  given: string | undefined,
  folder: string,
): Promise<DocumentFile | undefined> {
  if (kind !== 'wsdl' && kind !== 'openapi') return undefined;
  const what = kind === 'wsdl' ? 'WSDL file' : 'OpenAPI document';
  return findDocument(await askText(session, given, { flag: '--file', question: `Which ${what}?` }), folder);
}

/** A file that another hand has shaped is left to that hand. */
function unrecognized({ out }: Session, fileName: string) {
  const exportName = exportNameOf(fileName, new Set());
  out.talk('Write it by hand, beside the others, and register it with these lines:');
  out.talk(`  import { ${exportName} } from './${fileName}.ts';`);
  out.talk(`  projects: [ … , ${exportName}],`);
  return usageError(
    'projects/catalogue.ts is not of the form defineCatalogue({ serverGroups: [ … ], projects: [ … ] }); nothing was written.',
    'Add the two lines above by hand, or bring the file into that form.',
  );
}
