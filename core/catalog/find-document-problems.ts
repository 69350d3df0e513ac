/** Finds documents that are too large to be served: by themselves, or all of a server group together. */
import { type BackendProject, projectPath } from './api-project.ts';
import type { ServerGroup } from './server-group.ts';

const MB = 1_024 * 1_024;

/** Bytes of one document: a Lambda function may answer with 6 MB, and the document stands in that in base64. */
const LARGEST_DOCUMENT = 4 * MB;

/** Bytes of all documents of a server group, which the function that serves them reads when it starts. */
const LARGEST_TOTAL = 20 * MB;

export function findDocumentSizeProblems({ documents = [] }: BackendProject): readonly string[] {
  return documents
    .filter(({ text }) => sizeOf(text) > LARGEST_DOCUMENT)
    .map(
      ({ path, query, text }) =>
        `its document ${path}${query === '' ? '' : `?${query}`} has ${megabytes(sizeOf(text))}; one that is served may have ${megabytes(LARGEST_DOCUMENT)}. Take out what callers do not need, or do not serve it.`,
    );
}

export function findDocumentTotalProblems(
  { name }: ServerGroup,
  projects: readonly BackendProject[],
): readonly string[] {
  const sizes = projects.map((project) => ({
    project,
    size: (project.documents ?? []).reduce((sum, { text }) => sum + sizeOf(text), 0),
  }));
  const total = sizes.reduce((sum, { size }) => sum + size, 0);
  if (total <= LARGEST_TOTAL) return [];
  const largest = sizes
    .toSorted((a, b) => b.size - a.size)
    .slice(0, 3)
    .map(({ project, size }) => `${projectPath(project)} ${megabytes(size)}`);
  return [
    `Server group "${name}": the documents of its projects have ${megabytes(total)} together; ${megabytes(LARGEST_TOTAL)} can be served. The largest: ${largest.join(', ')}.`,
  ];
}

/** Rounded up, so that what is too large never looks as if it were not. */
function megabytes(bytes: number): string {
  return `${Math.ceil((bytes / MB) * 10) / 10} MB`;
}

/** Bytes in UTF-8: one more for what is not ASCII, and another one above U+07FF but for the halves of a pair. */
function sizeOf(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) bytes += 1;
    if (unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff)) bytes += 1;
  }
  return bytes;
}
