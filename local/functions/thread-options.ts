/** Which modules this process was started with are loaded in the functions' threads as well. */

/**
 * Node's own rule hands the command line's options on to a thread, but not those of `NODE_OPTIONS` once the thread has
 * an environment of its own. Of these only `--import` and `--require` are handed on: others, such as a heap's size, are
 * refused in a thread.
 */
export function threadOptions(execArgv: readonly string[], nodeOptions: string | undefined): readonly string[] {
  const words = (nodeOptions ?? '').split(/\s+/).filter((word) => word !== '');
  const preloads = words.flatMap((word, index) => {
    if (/^--(import|require)=./.test(word)) return [word];
    const value = words[index + 1];
    return /^(--import|--require|-r)$/.test(word) && value !== undefined ? [word, value] : [];
  });
  return [...preloads, ...execArgv];
}
