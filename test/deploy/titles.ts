/** Lists of tests, by the file and the title. */

export interface TitleList {
  /** Why they are listed. */
  readonly because: string;
  /** By the file's name without `.test.ts`: whole titles, `describe › test`, or patterns of them; or the whole file. */
  readonly tests: Readonly<Record<string, readonly (string | RegExp)[] | 'all'>>;
}

/** Finds the entry of a test. @param file without its folder and `.test.ts` */
export function findEntry(lists: readonly TitleList[], file: string, title: string): TitleList | undefined {
  return lists.find(({ tests }) => {
    const listed = tests[file] ?? [];
    return listed === 'all' || listed.some((one) => isMeant(one, title));
  });
}

/** What a file's entries name, and no test is called. */
export function findStaleTitles(
  lists: readonly TitleList[],
  file: string,
  titles: readonly string[],
): readonly string[] {
  return lists
    .flatMap(({ tests }) => (tests[file] === 'all' ? [] : (tests[file] ?? [])))
    .filter((one) => !titles.some((title) => isMeant(one, title)))
    .map(String);
}

function isMeant(listed: string | RegExp, title: string): boolean {
  return typeof listed === 'string' ? listed === title : listed.test(title);
}
