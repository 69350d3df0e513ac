/** Does a function's first work while it starts, when Lambda gives it a whole processor; never keeps it from starting. */

/**
 * @param work what the first call would otherwise wait for: connections, credentials, keys
 * @param budget milliseconds after which the function starts all the same
 */
export async function prime(work: readonly (() => Promise<unknown>)[], budget = 2_000): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, budget);
  });
  await Promise.race([Promise.allSettled(work.map(async (one) => one())), enough]);
  clearTimeout(timer);
}
