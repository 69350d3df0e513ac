/** Titles of tests and groups, as they stand in a source: the texts that a function follows. */
export function titlesOf(source: string): ReadonlySet<string> {
  const titles = source.matchAll(/\(\s*(['"`])((?:(?!\1).)+)\1,\s*(?:async\s*)?(?:\(|_)/g);
  return new Set(Array.from(titles, ([, , title = '']) => title));
}

/** Whether a source has the test of this title, as Jest prints it: what stands for a placeholder must be in the source. */
export function hasTest(source: string, title: string): boolean {
  return [...titlesOf(source)].some((template) => {
    const pattern = template.split(/%[a-z]|\$\w+/).map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const filled = new RegExp(`^${pattern.join('(.+)')}$`).exec(title)?.slice(1);
    return filled?.every((text) => source.includes(text.replace(/^"(.*)"$/, '$1'))) ?? false;
  });
}
