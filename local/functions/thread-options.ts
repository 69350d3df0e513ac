/** What this process was started with that the functions' threads are started with as well. */

/**
 * Which modules are loaded first, and whether source maps are read: of the command line, and of `NODE_OPTIONS`, which Node
 * does not hand on to a thread that has an environment of its own. Nothing else: options of the process or of V8, such as
 * a heap's size, are refused in a thread.
 */
export function threadOptions(execArgv: readonly string[], nodeOptions: string | undefined): readonly string[] {
  const words = (nodeOptions ?? '').split(/\s+/).filter((word) => word !== '');
  return [words, execArgv].flatMap((options) =>
    options.flatMap((word, index) => {
      if (/^--(import|require)=.|^--enable-source-maps$/.test(word)) return [word];
      const value = options[index + 1];
      return /^(--import|--require|-r)$/.test(word) && value !== undefined ? [word, value] : [];
    }),
  );
}
