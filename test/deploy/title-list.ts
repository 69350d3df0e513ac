/** Lists of tests, by the file and the title, and what becomes of a test that is listed as one that must fail. */

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

/** Failures that say nothing of what is tested. */
const NO_ANSWER = /ECONNREFUSED|ECONNRESET|ENOTFOUND|No answer from|Exceeded timeout|temporarily_unavailable/;

/**
 * @param entry that lists the test as one that must fail
 * @param failure what the test itself threw, if it did; not what stood in the way before it
 */
export function judgeException(
  entry: TitleList | undefined,
  failure: string | undefined,
): 'counts as it is' | 'is excused' | 'needs no excuse' {
  if (entry === undefined) return 'counts as it is';
  if (failure === undefined) return 'needs no excuse';
  return NO_ANSWER.test(failure) ? 'counts as it is' : 'is excused';
}

function isMeant(listed: string | RegExp, title: string): boolean {
  return typeof listed === 'string' ? listed === title : listed.test(title);
}
